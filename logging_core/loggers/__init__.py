"""Sensor loggers: cruise definitions, records and components that read, transform and write them.

The folders know no Django, for a logger runs as one lean process. The files beside them are the faces of this
room: tables, actions, pages. See docs/loggers.md for the shape.
"""
