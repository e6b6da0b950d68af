"""RedisWriter: messages on a Redis channel."""

import redis

from logging_core.loggers.base.component import Record
from logging_core.loggers.wires.connected import ConnectedWriter
from logging_core.loggers.wires.redis_client import connected
from logging_core.loggers.wires.sockets import redis_address


class RedisWriter(ConnectedWriter):
    """`channel` is `name[@host[:port]]`, by default on localhost:6379."""

    failures = (OSError, redis.RedisError)

    def __init__(self, channel: str, password: str | None = None) -> None:
        super().__init__()
        self.channel, self.host, self.port = redis_address(channel)
        self.password = password
        self._client: redis.Redis | None = None

    def open(self) -> None:
        self._client = connected(self.host, self.port, self.password)

    def send(self, record: Record) -> None:
        if self._client is None:
            raise OSError("the connection was closed")
        data = self.bytes_of(record)
        if data is not None:
            self._client.publish(self.channel, data)

    def shut(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()
