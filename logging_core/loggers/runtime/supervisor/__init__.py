"""The supervisor: one thread, one loop, which starts, watches and stops the processes."""
