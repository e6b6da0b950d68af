"""A whole set-up from files: archive, configuration, monitoring, sources, streams."""
