"""What the JSON files of a Sealog server hold, one kind of record a file."""
