"""The database as the link sees it, by plain SQL."""

import json

import psycopg2
from psycopg2 import sql

from tests.logging_core.loggers.runtime.running import plan

TABLES = ("sample", "streamlatest", "stream", "spoolposition", "loggerlog", "loggercommand")
NO_PLAN = {"version": 0, "cruise_id": "", "mode": "", "base_dir": "", "loggers": {}}


class Database:
    def __init__(self, url):
        self.url = url
        self.version = 0
        self._connection = self._connected()

    def close(self):
        self._connection.close()

    def clear(self):
        for table in TABLES:
            self.execute(f"TRUNCATE logging_core_{table} CASCADE")
        self.execute("UPDATE logging_core_loggerplan SET version = 0, plan = %s", json.dumps(NO_PLAN))

    def execute(self, statement, *values):
        with self._connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def plan(self, loggers, **more):
        """As the actions of the loggers room write it: a row, and the bell of the journal."""
        self.version += 1
        given = plan(loggers, version=self.version, **more)
        self.execute("UPDATE logging_core_loggerplan SET version = %s, plan = %s", self.version, json.dumps(given))
        self.execute("NOTIFY sealog_feed")
        return given

    def values(self, name):
        """Values of a stream in the order of time."""
        rows = self.execute(
            "SELECT coalesce(number::text, text) FROM logging_core_sample"
            " JOIN logging_core_stream ON stream_id = id WHERE name = %s ORDER BY at",
            name,
        )
        return [value for (value,) in rows]

    def count(self):
        return self.execute("SELECT count(*) FROM logging_core_sample")[0][0]

    def log(self, source):
        rows = self.execute("SELECT text FROM logging_core_loggerlog WHERE source = %s ORDER BY id", source)
        return [text for (text,) in rows]

    # --- away and back ------------------------------------------------------------------------------------

    def go_away(self):
        """It ends all connections and takes no more."""
        self._administer("ALTER DATABASE {} ALLOW_CONNECTIONS false")
        self._connection.close()
        name = psycopg2.extensions.parse_dsn(self.url)["dbname"]
        with self._administrator().cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

    def come_back(self):
        self._administer("ALTER DATABASE {} ALLOW_CONNECTIONS true")
        self._connection = self._connected()

    def _connected(self):
        connection = psycopg2.connect(self.url)
        connection.autocommit = True
        return connection

    def _administer(self, statement):
        name = psycopg2.extensions.parse_dsn(self.url)["dbname"]
        with self._administrator().cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))

    def _administrator(self):
        connection = psycopg2.connect(self.url, dbname="postgres")
        connection.autocommit = True
        return connection
