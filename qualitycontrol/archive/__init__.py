"""What an archive of waveforms holds: layouts, formats, scans, the one rule for gaps, merges, cuts."""
