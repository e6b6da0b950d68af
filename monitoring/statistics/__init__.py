"""Gaps, overlaps and availability a channel and day, and their averages."""
