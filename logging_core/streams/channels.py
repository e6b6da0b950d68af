"""Names of the broker's channels. Knows no Django, so that lean processes may use it."""

from typing import Any


def channel(broker: Any, name: str) -> str:
    """The channel `name` of a client's database: a Redis carries channels across its numbered databases, and who
    uses another one must not hear ours. In the first one it is the name itself.
    """
    number = broker.connection_pool.connection_kwargs.get("db") or 0
    return f"{name}@{number}" if number else name
