"""JSON endpoints of the loggers' pages: what runs, what is to run, the log."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from logging_core.loggers import actions, definitions, shapes
from logging_core.loggers.base.hiding import in_plain
from logging_core.loggers.models import LoggerControl, LoggerLog
from logging_core.loggers.status import read_status
from logging_core.shared import clock
from logging_core.shared.errors import NotFound, wrong
from logging_core.shared.http import PageEndpoint, actor_of, body_of, person_of
from logging_core.shared.paging import page, whole_number
from logging_core.shared.permissions import READ_LOGGERS, WRITE_LOGGERS

LONGEST_SEARCH = 200


class Loggers(PageEndpoint):
    """What is to run: definition, mode, config of each logger. DELETE stops all and runs no definition."""

    scopes = {"GET": READ_LOGGERS, "DELETE": WRITE_LOGGERS}

    def get(self, request: Request) -> Response:
        return Response(shapes.wanted(person_of(request)))

    def delete(self, request: Request) -> Response:
        actions.delete_definition(actor=actor_of(request), by=person_of(request))
        return Response(shapes.wanted(person_of(request)))


class Status(PageEndpoint):
    """What runs, as the supervisor told it last."""

    scopes = {"GET": READ_LOGGERS}

    def get(self, request: Request) -> Response:
        return Response({"now": clock.iso(clock.now()), **read_status()})


class OneLogger(PageEndpoint):
    """The configs of one logger, `?logger=NAME`, without what may be secret."""

    scopes = {"GET": WRITE_LOGGERS}

    def get(self, request: Request) -> Response:
        control = LoggerControl.objects.select_related("definition").get(pk=1)
        name, definition = request.query_params.get("logger", ""), control.definition
        if definition is None or name not in definition.expanded["loggers"]:
            raise NotFound("There is no such logger in the definition.")
        configs = {config: definition.expanded["configs"][config] for config in definition.config_names(name)}
        return Response({"logger": name, "active": control.configs.get(name), "configs": in_plain(configs)})


class Log(PageEndpoint):
    """Lines, the newest first: `source`, `text`, `level` (as Python counts), `before` (id), `limit`."""

    scopes = {"GET": READ_LOGGERS}

    def get(self, request: Request) -> Response:
        asked = request.query_params
        rows = LoggerLog.objects.matching(
            source=_searched(asked, "source"),
            text=_searched(asked, "text"),
            level=whole_number(asked, "level", 0, least=0, most=50),
            before=whole_number(asked, "before", 2**62, least=0, most=2**62),
        )
        found = page(rows, 0, whole_number(asked, "limit", 100, least=1, most=1000))
        return Response({"results": [shapes.log_line(line) for line in found.rows], "has_more": found.has_more})


def _searched(asked: Any, name: str) -> str:
    text = str(asked.get(name, ""))
    if "\0" in text or len(text) > LONGEST_SEARCH:
        raise wrong(name, f"is longer than {LONGEST_SEARCH} characters, or holds a NUL")
    return text


class Change(PageEndpoint):
    """A door onto one action; the answer is what is to run now."""

    def change(self, request: Request, body: dict[str, Any]) -> None:
        raise NotImplementedError

    def answer(self, request: Request) -> Response:
        self.change(request, body_of(request))
        return Response(shapes.wanted(person_of(request)))


class Mode(Change):
    scopes = {"PUT": WRITE_LOGGERS}

    def put(self, request: Request) -> Response:
        return self.answer(request)

    def change(self, request: Request, body: dict[str, Any]) -> None:
        actions.set_mode(actor=actor_of(request), by=person_of(request), mode=_named(body, "mode"))


class Config(Change):
    scopes = {"PUT": WRITE_LOGGERS}

    def put(self, request: Request) -> Response:
        return self.answer(request)

    def change(self, request: Request, body: dict[str, Any]) -> None:
        logger, config = _named(body, "logger"), _named(body, "config")
        actions.set_config(actor=actor_of(request), by=person_of(request), logger=logger, config=config)


class Restart(Change):
    scopes = {"POST": WRITE_LOGGERS}

    def post(self, request: Request) -> Response:
        return self.answer(request)

    def change(self, request: Request, body: dict[str, Any]) -> None:
        actions.restart_logger(actor=actor_of(request), by=person_of(request), logger=_named(body, "logger"))


class Reload(Change):
    """The file of the running definition as it is now; mode and configs stay where it still has them."""

    scopes = {"POST": WRITE_LOGGERS}

    def post(self, request: Request) -> Response:
        return self.answer(request)

    def change(self, request: Request, body: dict[str, Any]) -> None:
        definitions.reload_definition(actor=actor_of(request), by=person_of(request))


def _named(body: dict[str, Any], field: str) -> str:
    if not isinstance(body.get(field), str):
        raise wrong(field, "is required")
    return body[field]
