"""The REST interface of OpenRVDAS under /api/, over the same actions as the pages of the loggers."""
