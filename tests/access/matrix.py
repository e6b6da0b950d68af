"""Who may do what at every address: one row an address and method, one column a kind of person.

The test walks the table of addresses: an address without a row fails, and so does a row without an address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.people import EVERYBODY

Expected = dict[str, int]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ID, COMMENT_ID, NEW_ID = "5981f167212b348aed7fb9f5", "5981f167212b348aed7fb9f6", "5981f167212b348aed7fb9f7"

LOGGED_OUT = ("disabled", "stranger")
WATCHERS = ("watcher", "logger_manager", "seismic_operator")
CORRECT = ("admin", "cruise_manager", "event_manager")
LOGGERS = (*CORRECT, "template_manager", "logger", "guest")


def everybody(status: int) -> Expected:
    return dict.fromkeys(EVERYBODY, status)


def only(people: tuple[str, ...], status: int, others: int = 403, logged_out: int = 401) -> Expected:
    """`people` get `status`; others are refused, and who is not logged in is asked to."""
    return everybody(others) | dict.fromkeys(people, status) | dict.fromkeys(LOGGED_OUT, logged_out)


def all_but(people: tuple[str, ...], status: int, refused: int = 403) -> Expected:
    """Everybody who is logged in gets `status`, except `people`."""
    return everybody(status) | dict.fromkeys(people, refused) | dict.fromkeys(LOGGED_OUT, 401)


def page(status: int) -> Expected:
    """An HTML page: who is not logged in is led to the login."""
    return everybody(status) | dict.fromkeys(LOGGED_OUT, 302)


@dataclass(frozen=True)
class Row:
    """An address: what is expected of each method it has (of the others: 405), with the body that is sent."""

    methods: dict[str, Expected]
    args: tuple[str, ...] = ()
    body: Callable[[], dict[str, Any]] = dict
    form: bool = False  # HTML forms instead of JSON
    others: Expected | None = None  # expected of every other method
    open: bool = False  # looks at no session, so that no other site can use one

    def expected(self, method: str) -> Expected:
        return self.methods.get(method) or self.others or everybody(405)


READ_EVENTS = all_but((), 200)
WRITE_EVENTS = all_but(WATCHERS, 200)
OPEN = everybody(200)  # the archive is looked at without login from near networks, from which the tests come
MANAGE_LOGGERS = ("admin", "logger_manager")
OWN_EVENT = only((*CORRECT, "logger"), 200)  # the event, the comment of the tests are the logger's


def managers(status: int) -> Expected:
    """What is the logger managers' business."""
    return only(MANAGE_LOGGERS, status)


def managers_page(status: int) -> Expected:
    return only(MANAGE_LOGGERS, status, logged_out=302)


def admins_page(status: int) -> Expected:
    """What is the admins' business."""
    return only(("admin",), status, logged_out=302)


def page_for(people: tuple[str, ...], status: int) -> Expected:
    """An HTML page, or a form of one, for some people."""
    return only(people, status, logged_out=302)


def form(methods: dict[str, Expected], *args: str) -> Row:
    """The address that a form of a page is sent to."""
    return Row(methods, args=args, form=True, others=page(405))


OPERATE = ("admin", "seismic_operator")


def operators(status: int) -> Expected:
    """What is the seismic operators' business."""
    return only(OPERATE, status)


def operators_page(status: int) -> Expected:
    return only(OPERATE, status, logged_out=302)


def fdsn(prefix: str, *args: str) -> dict[str, Row]:
    """The FDSN services are open to near networks, from which the tests come; no archive is there to be asked."""
    asked = Row({"GET": everybody(404), "POST": everybody(400)}, args=args, open=True)
    told = Row({"GET": everybody(200)}, args=args)
    queries = ("dataselect-query", "availability-query", "availability-extent", "station-query")
    services = ("dataselect", "availability", "station")
    rows = {f"{prefix}-{name}": asked for name in queries}
    rows |= {f"{prefix}-{name}-version": told for name in services}
    return rows | {f"{prefix}-{name}-wadl": told for name in services}


# fmt: off
MATRIX: dict[str, Row] = {
    "logging": Row({"GET": page(200)}, others=page(405)),
    "picture": Row({"GET": page(404)}, args=("none.jpg",), others=page(405)),
    "styleguide": Row({"GET": everybody(404)}),
    "login": Row({"GET": everybody(302) | dict.fromkeys(LOGGED_OUT, 200), "POST": everybody(401)}, form=True),
    "logout": Row({"POST": everybody(302)}, form=True),

    "api-events": Row({"GET": READ_EVENTS}),
    "api-drafts": Row({"GET": WRITE_EVENTS}),
    "api-event": Row(
        {"GET": READ_EVENTS, "PUT": WRITE_EVENTS, "PATCH": OWN_EVENT, "DELETE": OWN_EVENT},
        args=(ID,), body=lambda: {"event_value": "CORAL", "version": 2},
    ),
    "api-event-restore": Row({"POST": OWN_EVENT}, args=(ID,)),
    "api-event-history": Row({"GET": READ_EVENTS}, args=(ID,)),
    "api-event-comments": Row(
        {"POST": all_but(WATCHERS, 201)}, args=(ID,), body=lambda: {"id": NEW_ID, "text": "a rockfish"},
    ),
    "api-comment": Row({"PATCH": OWN_EVENT, "DELETE": OWN_EVENT}, args=(COMMENT_ID,), body=lambda: {"text": "x"}),

    "api-templates": Row({"GET": all_but(WATCHERS, 200)}),
    "api-status": Row({"GET": READ_EVENTS}),
    "api-feed": Row({"GET": READ_EVENTS}),
    "api-asnap": Row({"PUT": only(CORRECT, 200)}, body=lambda: {"on": True}),

    "automation": Row({"GET": page(200)}, others=page(405)),
    "asnap": Row({"GET": page(200)}, others=page(405)),
    "asnap-switch": form({"POST": page_for(CORRECT, 302)}),
    "asnap-configure": form({"POST": page_for(CORRECT, 302)}),
    "asnap-back-fill": form({"POST": page_for(CORRECT, 302)}),
    "automation-services": Row({"GET": page(200)}, others=page(405)),
    "jobs": Row({"GET": page(200)}, others=page(405)),
    "jobs-list": Row({"GET": page(200)}, others=page(405)),
    "jobs-workers": Row({"GET": page(200)}, others=page(405)),
    "job": Row({"GET": page(404)}, args=(ID,), others=page(405)),
    "job-details": Row({"GET": page(404)}, args=(ID,), others=page(405)),
    "job-cancel": form({"POST": page(404)}, ID),
    "job-retry": form({"POST": page(404)}, ID),
    "api-jobs": Row({"GET": READ_EVENTS}),
    "api-job": Row({"GET": all_but((), 404)}, args=(ID,)),
    "api-job-cancel": Row({"POST": all_but((), 404)}, args=(ID,)),
    "api-job-retry": Row({"POST": all_but((), 404)}, args=(ID,)),
    # In the tests Flower does not run.
    "flower": Row({"GET": page_for(("admin",), 503)}, others=page_for(("admin",), 405)),
    "flower-path": Row({"GET": page_for(("admin",), 503)}, args=("tasks",), others=page_for(("admin",), 405)),

    "aux-rules": Row({"GET": page(200)}, others=page(405)),
    "aux-rules-list": Row({"GET": page(200)}, others=page(405)),
    "aux-rules-shipped": Row({"GET": page(200)}, others=page(405)),
    "aux-rule-new": Row({"GET": page_for(CORRECT, 200)}, others=page(405)),
    "aux-rule": Row({"GET": page_for(CORRECT, 404)}, args=(ID,), others=page(405)),
    "aux-rule-write": Row({"POST": page_for(CORRECT, 302)}, form=True, others=page(405)),
    "aux-rule-switch": Row({"POST": page_for(CORRECT, 404)}, args=(ID,), form=True, others=page(405)),
    "aux-rule-delete": Row({"POST": page_for(CORRECT, 404)}, args=(ID,), form=True, others=page(405)),
    "aux-rule-expect": Row({"POST": page_for(CORRECT, 302)}, form=True, others=page(405)),
    "aux-rules-upload": Row({"POST": page_for(CORRECT, 302)}, form=True, others=page(405)),
    "aux-data-fill": Row({"POST": page_for(CORRECT, 302)}, form=True, others=page(405)),
    "api-missing-aux-data": Row({"GET": READ_EVENTS, "POST": only(CORRECT, 404)}, args=(ID,)),
    "thumbnail": Row({"GET": page(404)}, args=("none.jpg",), others=page(405)),

    "exports": Row({"GET": page(200)}, others=page(405)),
    "exports-packages": Row({"GET": admins_page(200)}, others=page(405)),
    "exports-new": Row({"POST": admins_page(404)}, form=True, others=page(405)),
    "package-download": Row({"GET": admins_page(404)}, args=("none",), others=page(405)),
    "package-verify": Row({"POST": admins_page(404)}, args=("none",), form=True, others=page(405)),
    "positions-download": Row({"GET": page(404)}, args=("lowering", ID, "csv"), others=page(405)),

    "loggers": Row({"GET": page(200)}, others=page(405)),
    "loggers-feeds": Row({"GET": page(200)}, others=page(405)),
    "loggers-definition": Row({"GET": managers_page(200)}, others=page(405)),
    "loggers-parser": Row({"GET": managers_page(200)}, others=page(405)),
    "api-loggers": Row({"GET": READ_EVENTS, "DELETE": managers(200)}),
    "api-loggers-status": Row({"GET": READ_EVENTS}),
    "api-loggers-one": Row({"GET": managers(404)}),
    "api-loggers-log": Row({"GET": READ_EVENTS}),
    "api-loggers-mode": Row({"PUT": managers(409)}, body=lambda: {"mode": "on"}),
    "api-loggers-config": Row({"PUT": managers(409)}, body=lambda: {"logger": "gyro", "config": "on"}),
    "api-loggers-restart": Row({"POST": managers(409)}, body=lambda: {"logger": "gyro"}),
    "api-loggers-reload": Row({"POST": managers(409)}),
    "api-definitions": Row({"GET": managers(200), "POST": managers(400)}, body=lambda: {"file": "../none.yaml"}),
    "api-definition": Row({"GET": managers(404)}, args=(ID,)),
    "api-definition-apply": Row({"POST": managers(404)}, args=(ID,)),
    "api-parser-check": Row({"GET": managers(200), "POST": managers(400)}),
    "api-feeds": Row({"GET": READ_EVENTS}),
    "api-one-feed": Row({"PUT": managers(400), "DELETE": managers(404)}, args=(ID,)),

    "openrvdas-root": Row({"GET": everybody(200)}),
    "openrvdas-login": Row({"GET": everybody(302)}),
    "openrvdas-logout": Row({"POST": everybody(302)}, form=True),
    "openrvdas-obtain-auth-token": Row({"POST": everybody(400)}, open=True),
    "openrvdas-cruise-configuration": Row({"GET": READ_EVENTS}),
    "openrvdas-select-cruise-mode": Row(
        {"GET": READ_EVENTS, "POST": managers(400)}, body=lambda: {"select_mode": "on"},
    ),
    "openrvdas-edit-logger-config": Row({"GET": READ_EVENTS, "POST": managers(400)}),
    "openrvdas-load-configuration-file": Row(
        {"GET": managers(200), "POST": managers(400)}, body=lambda: {"target_file": "/etc/passwd"},
    ),
    "openrvdas-reload-current-configuration": Row({"GET": READ_EVENTS, "POST": managers(400)}),
    "openrvdas-delete-configuration": Row(
        {"GET": READ_EVENTS, "POST": managers(200)}, body=lambda: {"delete": True},
    ),
    "openrvdas-schema": Row({"GET": everybody(200)}),
    "openrvdas-swagger-ui": Row({"GET": everybody(200)}),
    "openrvdas-redoc": Row({"GET": everybody(302)}),

    "archive": Row({"GET": OPEN | dict.fromkeys(OPERATE, 302)}),
    "archive-stack": Row({"GET": OPEN}),
    "archive-sources": Row({"GET": OPEN}),
    "archive-statistics": Row({"GET": OPEN}),
    "archive-newrequest": Row({"GET": operators_page(200)}),
    "archive-update": Row({"GET": operators_page(200)}),
    "archive-setup": Row({"GET": operators_page(200)}),
    "api-archive": Row({"GET": OPEN}),
    "api-archive-worker": Row({"GET": OPEN}),
    "api-archive-automatic": Row({"PUT": operators(400)}, body=lambda: {"on": True}),
    "api-archive-update": Row({"POST": operators(400)}),
    "api-archive-window": Row({"GET": OPEN, "PUT": operators(200)}, body=lambda: {"w_analysis": 4}),
    "api-archive-gaps": Row({"GET": OPEN}),
    "api-archive-log": Row({"GET": OPEN}),
    "api-archive-statistics": Row({"GET": OPEN, "POST": operators(400)}),
    "api-archive-stack": Row({"GET": OPEN, "DELETE": operators(200)}, body=lambda: {"ids": [1]}),
    "api-archive-state": Row({"PUT": operators(200)}, body=lambda: {"ids": [1], "to": "new"}),
    "api-archive-execute": Row({"POST": operators(200)}),
    "api-archive-history": Row({"GET": everybody(404)}, args=(1,)),
    "api-archive-requests": Row({"POST": operators(400)}),
    "api-archive-sources": Row({"GET": OPEN, "POST": operators(400)}),
    "api-archive-source": Row({"PUT": operators(404), "DELETE": operators(404)}, args=(1,)),
    "api-archive-source-test": Row({"POST": operators(404)}, args=(1,)),
    "api-archive-setup": Row({"GET": operators(200)}),
    "api-archive-setup-streams": Row({"POST": operators(200)}, body=lambda: {"text": "PF|RER|90|HHZ"}),
    "api-archive-setup-folder": Row({"POST": operators(400)}, body=lambda: {"root": "/etc", "layout": "SDS"}),
    "api-archive-setup-archive": Row({"PUT": operators(400)}, body=lambda: {"root": "/etc", "name": "a"}),
    "api-archive-setup-monitoring": Row({"PUT": operators(400)}),
    "api-archive-setup-finish": Row({"POST": operators(400)}),
    **fdsn("fdsnws"),
    **fdsn("archive-fdsnws", "none"),

    "rules": Row({"GET": page(200)}, others=page(405)),
    "rules-list": Row({"GET": page(200)}, others=page(405)),
    "rules-log": Row({"GET": page(200)}, others=page(405)),
    "rule-new": Row({"GET": page_for(CORRECT, 200)}, others=page(405)),
    "rule": Row({"GET": page_for(CORRECT, 404)}, args=(ID,), others=page(405)),
    "rule-write": form({"POST": page_for(CORRECT, 400)}),
    "rule-switch": form({"POST": page_for(CORRECT, 404)}, ID),
    "rule-delete": form({"POST": page_for(CORRECT, 404)}, ID),
    "triggers": Row({"GET": page(200)}, others=page(405)),
    "triggers-list": Row({"GET": page(200)}, others=page(405)),
    "trigger-new": Row({"GET": page_for(CORRECT, 200)}, others=page(405)),
    "trigger": Row({"GET": page_for(CORRECT, 404)}, args=(ID,), others=page(405)),
    "trigger-write": form({"POST": page_for(CORRECT, 400)}),
    "trigger-switch": form({"POST": page_for(CORRECT, 404)}, ID),
    "trigger-delete": form({"POST": page_for(CORRECT, 404)}, ID),
    "notifications": Row({"GET": page_for(CORRECT, 200)}, others=page(405)),
    "notification-targets": Row({"GET": page_for(CORRECT, 200)}, others=page(405)),
    "notifications-log": Row({"GET": page_for(CORRECT, 200)}, others=page(405)),
    "notification-again": form({"POST": page_for(CORRECT, 404)}, "1"),
    "target-new": Row({"GET": page_for(("admin",), 200)}, others=page(405)),
    "target": Row({"GET": page_for(("admin",), 404)}, args=(ID,), others=page(405)),
    "target-write": form({"POST": page_for(("admin",), 400)}),
    "target-test": form({"POST": page_for(("admin",), 404)}, ID),
    "target-delete": form({"POST": page_for(("admin",), 404)}, ID),
    "checklists": Row({"GET": page(200)}, others=page(405)),
    "checklists-list": Row({"GET": page(200)}, others=page(405)),
    "checklists-of-lowering": Row({"GET": page(404)}, args=(ID,), others=page(405)),
    "checklist": Row({"GET": page(404)}, args=(ID,), others=page(405)),
    "checklist-items": Row({"GET": page(404)}, args=(ID,), others=page(405)),
    "checklist-begin": form({"POST": page(404)}),
    "checklist-tick": form({"POST": page(302) | dict.fromkeys(LOGGERS, 404)}, ID),
    "checklist-untick": form({"POST": page(302) | dict.fromkeys(LOGGERS, 404)}, ID),
    "checklist-close": form({"POST": page(302) | dict.fromkeys(LOGGERS, 404)}, ID),
    "checklist-reopen": form({"POST": page(302) | dict.fromkeys(CORRECT, 404)}, ID),
    "checklist-template-new": Row({"GET": page_for(CORRECT, 200)}, others=page(405)),
    "checklist-template": Row({"GET": page_for(CORRECT, 404)}, args=(ID,), others=page(405)),
    "checklist-template-write": form({"POST": page_for(CORRECT, 400)}),
    "variables": Row({"GET": page(200)}, others=page(405)),
    "variable-change": form({"POST": page(302) | dict.fromkeys(LOGGERS, 404)}),
    "variable-add": form({"POST": page_for(CORRECT, 302)}),
    "variable-delete": form({"POST": page_for(CORRECT, 404)}),

    "sync": Row({"GET": page_for(CORRECT, 200)}, others=page(405)),
    "sync-peers": Row({"GET": page_for(CORRECT, 200)}, others=page(405)),
    "sync-matters": Row({"GET": page_for(CORRECT, 200)}, others=page(405)),
    "sync-new": Row({"GET": page_for(("admin",), 200)}, others=page(405)),
    "sync-edit": Row({"GET": page_for(("admin",), 404)}, args=(ID,), others=page(405)),
    "sync-write": form({"POST": page_for(("admin",), 400)}),
    "sync-switch": form({"POST": page_for(("admin",), 404)}, ID),
    "sync-now": form({"POST": page_for(("admin",), 404)}, ID),
    "sync-again": form({"POST": page_for(("admin",), 404)}, ID),
    "sync-delete": form({"POST": page_for(("admin",), 404)}, ID),
    "sync-settle": form({"POST": page_for(CORRECT, 404)}, "1"),
    "sync-exchange": Row({"POST": everybody(401)}, others=everybody(405), open=True),  # tokens only

    "values": Row({"GET": page(200)}, others=page(405)),
    "values-stream": Row({"GET": page(404)}, args=(1,), others=page(405)),
    "api-streams": Row({"GET": READ_EVENTS}),
    "api-streams-latest": Row({"GET": all_but((), 400)}),
    "api-stream": Row({"GET": all_but((), 404), "PATCH": managers(404)}, args=(1,)),
    "api-stream-history": Row({"GET": all_but((), 404)}, args=(1,)),
    "api-stream-samples": Row({"GET": all_but((), 404)}, args=(1,)),
    "api-stream-csv": Row({"GET": all_but((), 404)}, args=(1,)),
    "cds-fields": Row({"GET": everybody(200)}),  # the tests come from loopback
    "cds-latest": Row({"GET": everybody(200)}, args=("Depth,Heading",)),

    "api-unknown": Row({}, args=("nowhere",), others=everybody(404)),

    "health-live": Row({"GET": everybody(200)}),
    "health-ready": Row({"GET": everybody(503)}),  # no worker runs beside the tests
}
# fmt: on
# Addresses with a matrix of their own: the admin pages, and the routes of existing Sealog clients.
GROUPS = ("admin/", "sealog-server", "ws/")
