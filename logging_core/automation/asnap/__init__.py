"""ASNAP: a snapshot event every so many seconds, while it is switched on."""
