"""The nes protocol, version 2: what a client may say and how it is answered. No socket, no database."""

import json
from http import HTTPStatus
from typing import Any

VERSION = "2"
INTERVAL_S, TIMEOUT_S = 15, 5
HELLO_WITHIN_S = 5
LARGEST_FRAME = 64 * 1024  # characters; the longest a client has reason to send is a hello of 2 kB
NOT_PARSED = "Cannot parse message"
PING = json.dumps({"type": "ping"})
Message = dict[str, Any]


class Mistake(Exception):
    """Something a client did wrong, as it is told; `more` stands beside the error in the frame."""

    def __init__(self, status: int, text: str, **more: Any) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.more = more


def read(text: str) -> Message:
    """The message in a frame: an object with a type. What else it must hold is checked by whoever acts on it."""
    try:
        message = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as problem:
        raise Mistake(400, NOT_PARSED) from problem
    if not isinstance(message, dict) or not truthy(message.get("type")):
        raise Mistake(400, NOT_PARSED)
    return message


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def truthy(value: Any) -> bool:
    """Whether JavaScript, whose rule this is, takes the value for true: empty arrays and objects are."""
    return isinstance(value, list | dict) or bool(value)


def checked_hello(message: Message) -> list[str]:
    """The subscriptions that a hello of the right version asks for."""
    version = message.get("version")
    if version != VERSION:
        received = str(version)[:20] if truthy(version) else "none"
        raise Mistake(400, f"Incorrect protocol version (expected {VERSION} but received {received})")
    subscriptions = message.get("subs")
    return subscriptions if isinstance(subscriptions, list) else []


def checked_request(message: Message) -> tuple[str, str]:
    """Method and path of a request to run inside the server; a path without slash is the name of a route."""
    for field in ("method", "path"):
        if not isinstance(message.get(field), str) or not message[field]:
            raise Mistake(400, f"Message missing {field}")
    headers = message.get("headers")
    if isinstance(headers, dict) and any(name.lower() == "authorization" for name in headers):
        raise Mistake(400, "Cannot include an Authorization header")
    return message["method"].upper(), message["path"]


def answer(message: Message, **fields: Any) -> str:
    return json.dumps({"type": message["type"], "id": message["id"], **fields})


def refusal(message: Message | None, mistake: Mistake) -> str:
    """A frame that tells of a mistake. It has a type in any case: programs read it without a check."""
    asked = message or {}
    named = {name: asked[name] for name in ("type", "id") if name in asked}
    payload = {"error": HTTPStatus(mistake.status).phrase, "message": mistake.text}
    return json.dumps({"type": "error", **named, "statusCode": mistake.status, "payload": payload, **mistake.more})


def publication(path: str, message: Any) -> str:
    return json.dumps({"type": "pub", "path": path, "message": message})


def update(text: str) -> str:
    return json.dumps({"type": "update", "message": text})
