"""Values of streams, databases and cameras attached to events as aux data, by rules kept in the database."""
