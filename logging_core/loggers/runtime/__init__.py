"""Running loggers: a supervisor, one process for each logger, and the link to database and broker.

`plan.py` is what shall run, `status.py` what does; see docs/loggers.md for the rest.
"""
