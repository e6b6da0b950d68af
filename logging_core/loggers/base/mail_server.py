"""The mail server of the site."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MailServer:
    """With `tls` the connection is encrypted by STARTTLS; `sender` writes unless a writer names another."""

    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    tls: bool = False
    sender: str = ""
