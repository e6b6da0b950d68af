"""The one error of everything that happens before the first page."""


class CannotStart(Exception):
    """The system, or a part of it, can not start; the text tells the operator why and what to do."""
