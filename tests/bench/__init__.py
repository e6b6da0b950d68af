"""Measurements against a peer or a floor in the same run, by hand or by `make bench`, never by `make test`."""
