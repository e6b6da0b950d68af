"""The link: the one process that talks to database and broker. Loggers run on without it."""
