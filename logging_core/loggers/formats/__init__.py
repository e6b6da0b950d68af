"""Forms of data that several components share. Knows no Django."""
