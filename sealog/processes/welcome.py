"""The block that says the system is there, and where."""

from django.conf import settings

RULE = "-" * 72


def address() -> tuple[str, int]:
    """Where a browser on this machine finds the page."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  (read, not bound)
    return everywhere.get(settings.BIND, settings.BIND), settings.PORT


def url() -> str:
    host, port = address()
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def welcome(accounts: list[str]) -> str:
    """`accounts` are the lines to show about accounts."""
    lines = [RULE, f"  Sealog is ready:  {url()}", *(f"  {line}" for line in accounts)]
    lines += [f"  Data lies in      {settings.DATA_DIR}", "  Stop with         Ctrl-C", RULE]
    return "\n".join(lines)
