"""What a source gives for an event, and how it says that it cannot."""

from dataclasses import dataclass, field

from logging_core.automation.aux_rules.wanted import Elements


@dataclass(frozen=True)
class Sign:
    """How one camera or database answered: `trouble` when it did not, `digest` of the picture it showed."""

    name: str = ""
    trouble: str = ""
    digest: str = ""


@dataclass
class Gathered:
    """A record to be. `settled` is false while a later value may still change it (interpolation)."""

    elements: Elements = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    settled: bool = True
    signs: list[Sign] = field(default_factory=list)
    preview: list[str] = field(default_factory=list)  # pictures as data: addresses, in a dry run


class Nothing(Exception):
    """There is no record; its text is the cause, and `signs` say how each camera or the database answered."""

    def __init__(self, cause: str, signs: list[Sign] | None = None) -> None:
        super().__init__(cause)
        self.signs = [] if signs is None else signs


class NoValues(Nothing):
    """The source answers and has nothing for this moment, at least not yet."""


class NoAnswer(Nothing):
    """The source could not be asked, or refused."""
