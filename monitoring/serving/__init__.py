"""The archives of this product as FDSN web services: others, and other Sealogs, complete theirs from it."""
