"""What was not kept is counted, with its cause and the last example of it."""

from collections import Counter

LONGEST_EXAMPLE = 200


class Tally:
    """Counts by cause. Read by the supervisor from another thread; increments are cheap and never fail."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, str] = {}

    def add(self, cause: str, example: object = "", count: int = 1) -> None:
        self.counts[cause] += count
        self.examples[cause] = str(example)[:LONGEST_EXAMPLE]

    def total(self) -> int:
        return sum(self.counts.values())
