"""The disk spool: what waits on disk for the database, in order, whatever is killed meanwhile.

A spool is a folder. Its writer appends frames to a segment, a file that is named by the place of its first byte in
the whole of the spool. Its reader, another process, takes frames from any such place on and removes segments that
were read. Each start of a writer begins a new segment, so what a killed one left half-written is known for torn.
"""
