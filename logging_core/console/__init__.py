"""The console: pages that show several rooms at once (logging screen, header strip) and the live socket."""
