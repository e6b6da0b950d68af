"""A PostgreSQL and a Valkey of our own, for machines that have none."""
