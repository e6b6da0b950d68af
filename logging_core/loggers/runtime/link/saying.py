"""Log lines of the link: the number of the level before the text, as the supervisor reads them."""

import sys


def say(level: int, text: str) -> None:
    line = text.replace("\n", "\\n")
    sys.stderr.write(f"{level} {line}\n")
    sys.stderr.flush()
