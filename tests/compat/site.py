"""A running system with the development data set, as clients see it over HTTP; put back before every test."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import jwt
import psycopg2
from psycopg2.errors import DeadlockDetected

from sealog import env
from tests.compat.development_data import ADMIN, ALL_ROLES, GUEST
from tests.support.databases import fresh_database
from tests.support.running import ROOT, System

SECRET = "the secret of an existing server, as its operator set it"
API = "/sealog-server/api/v1"
KEPT = "kept"


def signed(claims: dict[str, Any], secret: str = SECRET, **options: Any) -> str:
    """A token as another server with the same secret would make it."""
    return jwt.encode({"iat": int(time.time()), **claims}, secret, "HS256", **options)


class Client:
    """Somebody with a token. Addresses are those of the API unless they begin with a slash."""

    def __init__(self, url: str, token: str | None) -> None:
        self.token = token
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.http = httpx.Client(base_url=url, headers=headers, timeout=30)

    def ask(self, method: str, address: str, body: Any = None, **options: Any) -> httpx.Response:
        path = address if address.startswith("/") else f"{API}/{address}"
        if body is not None:
            options["json"] = body
        return self.http.request(method, path, **options)

    def get(self, address: str, **query: Any) -> httpx.Response:
        return self.ask("GET", address, params=query or None)

    def post(self, address: str, body: Any = None, **options: Any) -> httpx.Response:
        return self.ask("POST", address, body, **options)

    def patch(self, address: str, body: Any = None, **options: Any) -> httpx.Response:
        return self.ask("PATCH", address, body, **options)

    def delete(self, address: str, **query: Any) -> httpx.Response:
        return self.ask("DELETE", address, params=query or None)


class Site:
    """The running system. People are known by tokens signed here."""

    def __init__(self, system: System, database: str) -> None:
        self.system = system
        self.url = system.url
        self._connection = _connect(database)
        self._clients: dict[str, Client] = {}

    def client(self, token: str | None = None) -> Client:
        key = token or ""
        if key not in self._clients:
            self._clients[key] = Client(self.url, token)
        return self._clients[key]

    @property
    def admin(self) -> Client:
        return self.client(signed({"id": ADMIN, "scope": ["admin"], "roles": ALL_ROLES, "iat": 1}))

    @property
    def guest(self) -> Client:
        roles = ["event_manager", "event_logger", "event_watcher"]
        return self.client(signed({"id": GUEST, "scope": [], "roles": roles, "iat": 1}))

    def somebody(self, *roles: str, username: str = "", password: str = "a long password") -> Client:
        """A new account with these roles, by its token."""
        name = username or f"{roles[0] if roles else 'nobody'}-{time.time_ns()}"
        account = {
            "username": name,
            "fullname": name.title(),
            "email": f"{name}@example.org",
            "password": password,
            "roles": list(roles),
            "system_user": False,
            "disabled": False,
            "resetURL": f"{self.url}/resetPassword/",
        }
        made = self.admin.post("users", account)
        assert made.status_code == 201, made.text
        return self.client(signed({"id": made.json()["insertedId"], "roles": list(roles)}))

    def query(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()

    def close(self) -> None:
        self._connection.close()

    def keep(self) -> None:
        """Remember every table as it is now."""
        with self._connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {KEPT}")
            for table in self._tables():
                cursor.execute(f"CREATE TABLE {KEPT}.{table} AS TABLE public.{table}")

    def put_back(self) -> None:
        """Every table as it was kept, and no files."""
        shutil.rmtree(self.system.data_dir / "files", ignore_errors=True)
        tables = self._tables()
        while True:
            try:
                self._put_back(tables)
                break
            except DeadlockDetected:  # with something that the running system does meanwhile
                continue

    def _put_back(self, tables: list[str]) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("".join(f"DELETE FROM public.{table};" for table in tables))
            for table in tables:
                # The system goes on meanwhile: a follower of the journal may have made its row again.
                kept = f"SELECT * FROM {KEPT}.{table}"
                cursor.execute(f"INSERT INTO public.{table} {kept} ON CONFLICT DO NOTHING")

    def _tables(self) -> list[str]:
        rows = self.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE %s", "%")
        return [row[0] for row in rows if row[0].startswith(("logging_core", "axes"))]


def _connect(url: str) -> Any:
    parts = urlsplit(url)
    wanted = env.database(url)
    connection = psycopg2.connect(
        host=wanted["HOST"],
        port=wanted["PORT"] or None,
        user=wanted["USER"],
        password=wanted["PASSWORD"],
        dbname=parts.path.lstrip("/"),
    )
    connection.autocommit = True
    return connection


@contextmanager
def running_site(server_url: str) -> Iterator[Site]:
    with (
        fresh_database(server_url) as database,
        System(env={"DATABASE_URL": database, "SEALOG_SERVER_SECRET": SECRET}) as system,
    ):
        load = [sys.executable, "-m", "tests.compat.development_data"]
        subprocess.run(load, cwd=ROOT, env=system.environment(), check=True)
        site = Site(system, database)
        site.keep()
        yield site
        site.close()
