"""Faults on purpose, under load: what was acknowledged is there, once, and everybody hears of it."""
