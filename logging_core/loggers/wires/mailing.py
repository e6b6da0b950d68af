"""Sending mail."""

import smtplib
import socket
import ssl
from email.message import EmailMessage

from logging_core.loggers.base.mail_server import MailServer


def send(message: EmailMessage, server: MailServer) -> None:
    """Raises OSError; smtplib.SMTPException is one."""
    with smtplib.SMTP(server.host, server.port, timeout=10) as connection:
        if server.tls:
            connection.starttls(context=ssl.create_default_context())
        if server.user:
            connection.login(server.user, server.password)
        connection.send_message(message)


def address_of_host() -> str:
    """Who writes when nobody said: this program on this host."""
    return f"sealog@{socket.gethostname() or 'localhost'}"
