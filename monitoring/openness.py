"""Who needs no login: callers from where a setting says, `private` networks, `any`body, or nobody (`off`)."""

from logging_core.shared.networks import address_of

PRIVATE, ANY, OFF = "private", "any", "off"


def open_to(setting: str, address: str) -> bool:
    """Whether a caller from `address` may look without logging in. An unknown address is far away."""
    if setting == ANY:
        return True
    found = address_of(address)
    return setting == PRIVATE and found is not None and (found.is_loopback or found.is_private)
