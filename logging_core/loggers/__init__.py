"""Sensor loggers: cruise definitions, records and components that read, transform and write them.

Nothing below this folder knows Django: a logger runs as one lean process. See docs/loggers.md for the shape.
"""
