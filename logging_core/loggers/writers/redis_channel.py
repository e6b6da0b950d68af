"""RedisWriter: messages on a Redis channel."""

import redis

from logging_core.loggers.component import Record, as_text
from logging_core.loggers.connected import ConnectedWriter
from logging_core.loggers.framing import encoded
from logging_core.loggers.sockets import redis_address


class RedisWriter(ConnectedWriter):
    """`channel` is `name[@host[:port]]`, by default on localhost:6379."""

    failures = (OSError, redis.RedisError)

    def __init__(self, channel: str, password: str | None = None) -> None:
        super().__init__()
        self.channel, self.host, self.port = redis_address(channel)
        self.password = password
        self._client: redis.Redis | None = None

    def open(self) -> None:
        self._client = redis.Redis(
            self.host, self.port, password=self.password, socket_connect_timeout=5, socket_timeout=5
        )
        self._client.ping()

    def send(self, record: Record) -> None:
        if self._client is None:
            raise OSError("the connection was closed")
        text = as_text(record)
        if isinstance(text, str | bytes):
            self._client.publish(self.channel, encoded(text, self.encoding, self.encoding_errors))
        else:
            self.tally.add("not a type for RedisWriter", record)

    def shut(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()
