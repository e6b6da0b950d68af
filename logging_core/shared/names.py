"""Names as the record keeps them."""

import re

SPACES = re.compile(r"\s+")


def option_name(name: str) -> str:
    """Lower case, each run of white space one underscore: `Sample ID` is stored as `sample_id`."""
    return SPACES.sub("_", name.lower())
