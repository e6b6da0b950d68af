"""Every table of the app, gathered from its rooms."""

from qualitycontrol.archive.models import Archive, DataFile, Provenance, Scan, Segment

__all__ = ["Archive", "DataFile", "Provenance", "Scan", "Segment"]
