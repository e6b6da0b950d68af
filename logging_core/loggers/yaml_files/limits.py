"""How much a definition may be. A ship's full definition has 1,500 lines and 10,000 values."""

MIB = 1024 * 1024

LARGEST_FILE = 1 * MIB  # bytes
MOST_VALUES = 100_000  # after aliases and variables are put in
DEEPEST_NESTING = 100
MOST_INCLUDED_FILES = 500
MOST_NAMES = 100_000  # looked at for one wildcard
LONGEST_TEXT = 100_000  # characters of one value, after variables are put in
MOST_PROBLEMS = 200
