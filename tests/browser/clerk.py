"""Prepares a running system for tests: a process of its own that works through the product's actions.

Started with `python -m tests.browser.clerk` in the environment of the system; reads one JSON request a line.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from tests.support.running import ROOT, System


class Clerk:
    """The tests' side of it. `clerk("event", by="ana", value="FISH")` does it and gives the record."""

    def __init__(self, system: System) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.clerk"],
            cwd=ROOT,
            env=system.environment() | {"DJANGO_SETTINGS_MODULE": "sealog.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, do: str, **what: Any) -> Any:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps({"do": do, "what": what}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def try_until_done(self, do: str, **what: Any) -> Any:
        """While the database is away; the process itself tries again and again."""
        return self(do, patient=True, **what)

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


def _works() -> dict[str, Callable[..., Any]]:
    from datetime import timedelta

    from logging_core.accounts import tokens
    from logging_core.accounts.actions import create_user
    from logging_core.accounts.models import User
    from logging_core.automation.sync.actions import save_peer
    from logging_core.automation.sync.merging import digest
    from logging_core.automation.sync.models import SyncHeld, SyncPeer
    from logging_core.automation.sync.records import KEEPERS
    from logging_core.event_templates.actions import delete_template, save_template
    from logging_core.event_templates.models import EventTemplate
    from logging_core.events.actions import NewEvent, change_event, log_event
    from logging_core.events.aux_data import attach_aux_data
    from logging_core.events.comments import comment_on_event
    from logging_core.events.models import Event
    from logging_core.shared import clock, ids
    from logging_core.shared.announce import Actor

    nobody = Actor("tests", via="command")

    def actor(user: Any) -> Actor:
        return Actor(user.username, user.id) if user else nobody

    def who(name: str | None) -> Any:
        return User.objects.get(username=name) if name else None

    def person(username: str, fullname: str = "", **fields: Any) -> None:
        create_user(actor=nobody, username=username, fullname=fullname or username.title(), **fields)

    def template(id: str | None = None, **values: Any) -> str:
        saved, _ = save_template(actor=nobody, id=id or ids.new_id(), values=values)
        return saved.id

    def remove_template(id: str) -> None:
        delete_template(actor=nobody, template=EventTemplate.objects.get(id=id))

    def event(by: str | None = None, seconds_ago: float = 0, **fields: Any) -> dict[str, Any]:
        user = who(by)
        ts = clock.now() - timedelta(seconds=seconds_ago)
        new = NewEvent(ts=ts, **fields)
        stored, _ = log_event(actor=actor(user), user=user, id=None, new=new)
        return stored.record()

    def events(many: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [event(**each) for each in many]

    def change(id: str, by: str, **changed: Any) -> int:
        user = who(by)
        return change_event(actor=actor(user), user=user, id=id, changed=changed).version

    def comment(event_id: str, by: str, text: str) -> None:
        user = who(by)
        comment_on_event(actor=actor(user), user=user, event_id=event_id, id=ids.new_id(), text=text)

    def aux_data(event_id: str, source: str, values: list[list[str]]) -> str:
        array = [dict(zip(("data_name", "data_value", "data_uom"), each, strict=False)) for each in values]
        event = Event.objects.get(id=event_id)
        return attach_aux_data(actor=nobody, event=event, data_source=source, data_array=array).id

    def find(**fields: Any) -> list[dict[str, Any]]:
        return [event.record() for event in Event.objects.filter(**fields).shown()]

    def count(**fields: Any) -> int:
        return Event.objects.filter(**fields).count()

    def token(username: str) -> str:
        return tokens.issue(User.objects.get(username=username))

    def peer(**values: Any) -> str:
        return save_peer(actor=nobody, user=None, id=None, values=values).id

    def peers() -> list[dict[str, Any]]:
        shown = ("name", "failures", "problem", "records_out", "records_in", "bytes_out", "bytes_in")
        return list(SyncPeer.objects.values(*shown))

    def held() -> int:
        return SyncHeld.objects.count()

    def exchanged() -> dict[str, str]:
        """Of every record that is exchanged a mark of what it holds."""
        marks = {}
        for kind, keeper in KEEPERS.items():
            ids = [row["id"] for row in keeper.model.objects.values("id")]
            for id, row in keeper.rows(ids).items():
                marks[f"{kind} {id}"] = digest([keeper.content(row), keeper.parts(row)])
        return marks

    works = (person, template, remove_template, event, events, change, comment, aux_data, find, count)
    works += (token, peer, peers, held, exchanged)
    return {work.__name__: work for work in works}


def _answer(work: Callable[..., Any], what: dict[str, Any]) -> Any:
    import time

    from django.db import Error, connection

    patient = what.pop("patient", False)
    while True:
        try:
            return work(**what)
        except Error:
            connection.close()
            if not patient:
                raise
            time.sleep(0.05)


def main() -> None:
    import django

    django.setup()
    works = _works()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"result": _answer(works[request["do"]], request["what"])}
        except Exception as problem:
            answer = {"error": repr(problem)}
        print(json.dumps(answer, default=str), flush=True)


if __name__ == "__main__":
    main()
