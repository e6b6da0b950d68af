"""RedisReader: messages of a Redis channel."""

import redis

from logging_core.loggers.base.component import PATIENCE, Record
from logging_core.loggers.wires.connected import ConnectedReader
from logging_core.loggers.wires.redis_client import connected
from logging_core.loggers.wires.sockets import redis_address


class RedisReader(ConnectedReader):
    """`channel` is `name[@host[:port]]`, by default on localhost:6379."""

    failures = (OSError, redis.RedisError)

    def __init__(self, channel: str, password: str | None = None) -> None:
        super().__init__()
        self.channel, self.host, self.port = redis_address(channel)
        self.password = password
        self._client: redis.Redis | None = None
        self._subscription: redis.client.PubSub | None = None

    def open(self) -> None:
        self._client = connected(self.host, self.port, self.password)
        self._subscription = self._client.pubsub(ignore_subscribe_messages=True)
        self._subscription.subscribe(self.channel)

    def receive(self) -> Record:
        if self._subscription is None:
            raise OSError("the subscription was closed")
        message = self._subscription.get_message(timeout=PATIENCE)
        if not message or message.get("type") != "message":
            return None
        return self.record_of(message["data"]) or None

    def shut(self) -> None:
        subscription, self._subscription = self._subscription, None
        client, self._client = self._client, None
        if subscription is not None:
            subscription.close()
        if client is not None:
            client.close()
