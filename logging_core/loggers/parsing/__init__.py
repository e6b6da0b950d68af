"""From lines to values: records, timestamps, the pattern language, device definitions, NMEA checksums."""
