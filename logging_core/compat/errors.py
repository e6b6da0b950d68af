"""Refusals in the shape that existing clients read: `{"statusCode", "error", "message"}`."""

from http import HTTPStatus
from typing import Any

from logging_core.shared.errors import BadInput, Conflict, NotAllowed, NotFound, Refusal


class Refused(Refusal):
    """A refusal with its status and, where clients know another one, its `error`."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        error: str = "",
        attributes: dict[str, str] | None = None,
        www_authenticate: str = "",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.error = error
        self.attributes = attributes
        self.www_authenticate = www_authenticate


def refused_by_action(problem: Refusal, not_allowed: int) -> Refused:
    """What an action refuses, as clients know it: a missing right inside a route is a 401 or 400, not a 403."""
    if isinstance(problem, Refused):
        return problem
    if isinstance(problem, NotAllowed):
        return Refused(not_allowed, problem.message)
    if isinstance(problem, NotFound | Conflict | BadInput):
        return Refused(problem.status, problem.message)
    raise problem


def body_of(
    status: int, message: str, error: str = "", attributes: dict[str, str] | None = None
) -> dict[str, Any]:
    body: dict[str, Any] = {"statusCode": status, "error": error or phrase(status), "message": message}
    return body | ({"attributes": attributes} if attributes else {})


def phrase(status: int) -> str:
    """The name of a status as existing servers write it."""
    return "Request Entity Too Large" if status == 413 else HTTPStatus(status).phrase


def no_records() -> Refused:
    return Refused(404, "No records found")


def no_record(id: str, status: int = 404) -> Refused:
    return Refused(status, f"No record found for id: {id}")
