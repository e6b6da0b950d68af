"""Simulated sensors: they speak on pseudo-terminals and by UDP what the loggers of the demonstration read."""
