"""A database of its own on a server that was given from outside."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

from sealog import env


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """The URL of a new empty database on the server of `server_url`, dropped afterwards."""
    name = f"sealog_test_{secrets.token_hex(6)}"
    _execute(server_url, "CREATE DATABASE {}", name)
    try:
        yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    finally:
        _execute(server_url, "DROP DATABASE {} WITH (FORCE)", name)


def _execute(server_url: str, statement: str, name: str) -> None:
    wanted = env.database(server_url)
    connection = psycopg2.connect(
        host=wanted["HOST"],
        port=wanted["PORT"] or None,
        user=wanted["USER"],
        password=wanted["PASSWORD"],
        dbname=wanted["NAME"],
    )
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
    connection.close()
