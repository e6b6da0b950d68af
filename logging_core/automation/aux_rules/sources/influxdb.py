"""Values of an InfluxDB 2 server: the newest within the minute before the event."""

import atexit
import os
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from influxdb_client import InfluxDBClient
from influxdb_client.client.flux_csv_parser import FluxCsvParserException, FluxQueryException
from influxdb_client.rest import ApiException
from urllib3.exceptions import HTTPError, NewConnectionError, TimeoutError

from logging_core.automation.aux_rules import configuring, flux
from logging_core.automation.aux_rules.gathering import Gathered, NoAnswer, NoValues, Sign
from logging_core.automation.aux_rules.models import AuxRule
from logging_core.automation.aux_rules.steps import Value
from logging_core.automation.aux_rules.wanted import built
from logging_core.shared import named_secrets, outgoing
from logging_core.shared.errors import Refusal, wrong

PATIENCE_MS = 4000
WHY = {
    400: "the request is wrong: organisation, bucket or query",
    401: "the token is not accepted",
    403: "the token may not read this bucket",
    404: "there is no such organisation or bucket",
    429: "it has too much to do",
}


def checked(config: Any) -> dict[str, Any]:
    """`{url, org, bucket, secret, verify_ssl, measurements, values}`; what is empty comes from the settings."""
    return configuring.strict(
        config,
        {
            "url": _url,
            "org": _name,
            "bucket": _name,
            "secret": named_secrets.checked_name,
            "verify_ssl": _flag,
            "measurements": _measurements,
            "values": _values,
        },
    )


def _url(value: Any, key: str) -> str:
    url = configuring.text(300)(value, key)
    return outgoing.checked(url) if url else ""


def _name(value: Any, key: str) -> str:
    return _sayable(configuring.text(200)(value, key), key)


def _flag(value: Any, key: str) -> bool | None:
    if value not in (None, True, False):
        raise wrong(key, "must be a boolean")
    return value


def _measurements(value: Any, key: str) -> list[str]:
    if not isinstance(value, list) or not value:
        raise wrong(key, "must be a list of names of measurements")
    return [_sayable(configuring.text(200, needed=True)(name, key), key) for name in value]


def _values(value: Any, key: str) -> configuring.Stored:
    values = configuring.checked_values(value)
    for one in values:
        _sayable(one["field"], key)
    return values


def _sayable(name: str, key: str) -> str:
    try:
        flux.literal(name)
    except ValueError as problem:
        raise wrong(key, str(problem)) from None
    return name


def gather(rule: AuxRule, moment: datetime, *, keep: bool = True) -> Gathered:
    """Raises NoValues when the database has nothing of that minute, NoAnswer when it cannot be asked."""
    config = rule.config
    values = configuring.wanted(config["values"])
    fields = sorted(set().union(*(value.fields for value in values)))
    bucket = config.get("bucket") or settings.INFLUXDB_BUCKET
    try:
        rows = _asked(config, flux.query(bucket, config["measurements"], fields, moment))
    except NoAnswer as trouble:
        trouble.signs = [Sign(trouble=str(trouble))]
        raise
    record = built(values, _newest(rows, config["measurements"]))
    if not record.elements:
        told = f"no value of {', '.join(config['measurements'][:6])} in the minute before the event"
        raise NoValues("; ".join([told, *record.notes]), [Sign()])
    return Gathered(record.elements, record.notes, signs=[Sign()])


def _newest(rows: Iterable[Any], measurements: list[str]) -> dict[str, Value]:
    """One value a field: the newest; of several of one time that of the measurement named first."""
    best: dict[str, tuple[tuple[datetime, int], Value]] = {}
    for row in rows:
        name = row.get_measurement()
        rank = (row.get_time(), -measurements.index(name) if name in measurements else -len(measurements))
        field, value = row.get_field(), row.get_value()
        if value is not None and (field not in best or rank > best[field][0]):
            best[field] = (rank, value)
    return {field: value for field, (_, value) in best.items()}


def _asked(config: dict[str, Any], query: str) -> list[Any]:
    url = config.get("url") or settings.INFLUXDB_URL
    verify = config.get("verify_ssl")
    verify = settings.INFLUXDB_VERIFY_SSL if verify is None else verify
    try:
        outgoing.checked(url)
        token = named_secrets.secret(config["secret"]) if config.get("secret") else settings.INFLUXDB_TOKEN
        client = _client(os.getpid(), url, token, config.get("org") or settings.INFLUXDB_ORG, verify)
        return [row for table in client.query_api().query(query) for row in table.records]
    except Refusal as refusal:
        raise NoAnswer(refusal.message) from None
    except ApiException as refusal:
        why = WHY.get(refusal.status or 0, "it refused")
        raise NoAnswer(f"InfluxDB at {url}: {why} ({refusal.status}: {_words(refusal)})") from None
    except FluxQueryException as refusal:
        raise NoAnswer(f"InfluxDB at {url}: {str(refusal.message)[:200]}") from None
    except NewConnectionError as problem:
        raise NoAnswer(f"InfluxDB at {url} cannot be reached: {type(problem).__name__}") from None
    except TimeoutError:
        raise NoAnswer(f"InfluxDB at {url} did not answer within {PATIENCE_MS // 1000} s") from None
    except (HTTPError, OSError) as problem:
        raise NoAnswer(f"InfluxDB at {url} cannot be reached: {type(problem).__name__}") from None
    except (FluxCsvParserException, ValueError, KeyError, IndexError, TypeError) as problem:
        raise NoAnswer(f"InfluxDB at {url} gave an answer that is not understood: {problem!s:.200}") from None


def _words(refusal: ApiException) -> str:
    told = refusal.message or refusal.reason or ""
    return " ".join(str(told).split())[:200]


@lru_cache(maxsize=16)
def _client(process: int, url: str, token: str, org: str, verify: bool) -> InfluxDBClient:
    """One a process: it keeps its connections, and threads may share it."""
    return InfluxDBClient(
        url, token, org=org, verify_ssl=verify, timeout=PATIENCE_MS, connection_pool_maxsize=16, enable_gzip=False
    )


atexit.register(_client.cache_clear)  # the library's own end comes too late for it
