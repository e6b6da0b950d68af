"""The pages of the archive: home, stack, update, requests, sources, statistics, and what they show live."""
