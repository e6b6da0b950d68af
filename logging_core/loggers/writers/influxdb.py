"""InfluxDBWriter: values to an InfluxDB 2 server."""

from typing import Any

from influxdb_client import InfluxDBClient
from influxdb_client.client.write_api import SYNCHRONOUS
from influxdb_client.rest import ApiException
from urllib3.exceptions import HTTPError

from logging_core.loggers.base.component import BatchWriter, NotNow, Record
from logging_core.loggers.base.retrying import Backoff
from logging_core.loggers.base.site import Site
from logging_core.loggers.formats.line_protocol import line_of, parts_of

CLIENT_ERRORS = range(400, 500)
WAIT_FOR_ROOM = (401, 403, 404, 408, 429)  # may be put right at the server, so the values wait


class InfluxDBWriter(BatchWriter):
    """One point a record: measurement `measurement_name` or the data_id, `sensor` the same, time in nanoseconds.

    `tags` maps a tag to its value, or to `{value, filter: name or list of names, default}`: the value is for
    records with one of these fields. Server, organisation and token come from the site unless given here. While
    the server is away records wait in the lane; what it refuses is counted.
    """

    backlog = 100_000

    def __init__(
        self,
        bucket_name: str,
        auth_token: str | None = None,
        org: str | None = None,
        url: str | None = None,
        verify_ssl: bool | None = None,
        measurement_name: str | None = None,
        tags: dict | None = None,
        site: Site | None = None,
    ) -> None:
        super().__init__()
        known = site.influxdb if site else {}
        self.bucket = bucket_name
        self._token = auth_token or str(known.get("auth_token", ""))
        self._org = org or str(known.get("org", ""))
        self._url = url or str(known.get("url", ""))
        self._verify = bool(known.get("verify_ssl", True)) if verify_ssl is None else verify_ssl
        self.measurement_name = measurement_name
        self.tags = tags or {}
        self._client: InfluxDBClient | None = None
        self._backoff = Backoff(longest=5.0)

    def cautions(self) -> list[str]:
        return [] if self._url else ["no InfluxDB server is set for this site, nothing will be written"]

    def write_batch(self, records: list[Record]) -> None:
        if not self._url:
            self.trouble = "no InfluxDB server is set"
            self.tally.add(self.trouble, count=len(records))
            return
        if self._backoff.wait_left() > 0:
            raise NotNow(self.trouble)
        lines = [line for record in records if (line := self._line(record)) is not None]
        if lines:
            self._post(lines)

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _post(self, lines: list[str]) -> None:
        if self._client is None:
            self._client = InfluxDBClient(
                self._url, self._token, org=self._org, verify_ssl=self._verify, timeout=5000
            )
        try:
            self._client.write_api(write_options=SYNCHRONOUS).write(self.bucket, record=lines)
        except (HTTPError, OSError) as trouble:
            self._wait(trouble)
        except ApiException as refusal:
            if refusal.status not in CLIENT_ERRORS or refusal.status in WAIT_FOR_ROOM:
                self._wait(refusal)
            self.tally.add("refused by InfluxDB", refusal.message, len(lines))
        else:
            self._backoff.succeeded()
            self.trouble = None

    def _wait(self, trouble: Exception) -> None:
        self._backoff.failed()
        self.trouble = str(trouble)
        raise NotNow(self.trouble) from trouble

    def _line(self, record: Record) -> str | None:
        parts = parts_of(record)
        if parts is None:
            self.refuse(record)
            return None
        name = self.measurement_name or parts.get("data_id") or "unknown"
        return line_of(parts, name, {"sensor": name, **self._tags(parts["fields"])})

    def _tags(self, fields: dict[str, Any]) -> dict[str, Any]:
        return {tag: value for tag, how in self.tags.items() if (value := _tag(how, fields)) is not None}


def _tag(how: Any, fields: dict[str, Any]) -> Any:
    if not isinstance(how, dict):
        return how
    names = how.get("filter")
    names = [names] if isinstance(names, str) else names
    if names is None or any(name in fields for name in names):
        return how.get("value")
    return how.get("default")
