"""The eight kinds of people, on the running system with the development data set."""

import httpx

from tests.compat.site import Site
from tests.people import PEOPLE, STRANGER


def clients(site: Site) -> dict[str, httpx.Client]:
    """Somebody of each kind, with a token; the stranger has none, the disabled one has lost his rights."""
    known = {name: about["roles"] for name, about in PEOPLE.items() if name not in ("guest", "disabled")}
    found = {name: site.somebody(*roles).http for name, roles in known.items()}
    return {**found, "guest": site.guest.http, STRANGER: site.client().http}
