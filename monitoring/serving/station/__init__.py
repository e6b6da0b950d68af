"""FDSN station 1 of the channels that are known here."""
