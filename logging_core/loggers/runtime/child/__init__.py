"""The process of one logger."""
