"""FDSN availability 1: which data an archive has, from its table of segments."""
