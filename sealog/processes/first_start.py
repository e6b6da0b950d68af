"""The accounts of a new system."""

import io

from django.conf import settings
from django.core.management import call_command


def accounts() -> list[str]:
    """Make the first accounts where there are none; gives the lines to show about them.

    A demonstration gets its well-known accounts and an example cruise, any other system one administrator
    whose password is shown this once and stored as a hash only. Later starts warn of well-known passwords.
    """
    if settings.DEMO:
        text = io.StringIO()
        call_command("demo", stdout=text)
        return text.getvalue().splitlines()
    from logging_core.accounts.actions import make_first_admin
    from logging_core.accounts.well_known import warnings

    made = make_first_admin()
    if made is None:
        return warnings()
    username, password = made
    return [f"First administrator: {username}", f"Password (shown this once): {password}"]
