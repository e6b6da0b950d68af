"""The database and the broker of the settings, embedded or not: do they answer?"""

import psycopg2
import redis
from django.conf import settings


def database() -> None:
    """Raises psycopg2.OperationalError while the database does not answer."""
    wanted = settings.DATABASES["default"]
    psycopg2.connect(
        host=wanted["HOST"],
        port=wanted["PORT"] or None,
        user=wanted["USER"],
        password=wanted["PASSWORD"],
        dbname=wanted["NAME"],
        connect_timeout=2,
    ).close()


def broker() -> None:
    """Raises ConnectionError while the broker does not answer."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
            client.ping()
    except redis.RedisError as error:
        raise ConnectionError(str(error)) from None
