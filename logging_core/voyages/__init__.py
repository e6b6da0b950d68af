"""Cruises and their lowerings (dives): the frames in time into which events fall."""
