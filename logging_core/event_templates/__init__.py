"""Event templates: the buttons of the logging screen and the questions they ask."""
