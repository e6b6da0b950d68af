"""Formats of waveform data. There is one, and every other is brought into it before it comes here."""

FORMATS = ("miniSEED",)
