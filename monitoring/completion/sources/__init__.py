"""Where missing data may be had: one file a kind of source, and what is known of each source's health."""
