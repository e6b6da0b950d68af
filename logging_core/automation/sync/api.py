"""The address that other instances call. It knows tokens only, never the session of a page."""

from typing import Any

from django.db.models import F
from django.http import HttpResponse
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from logging_core.accounts import tokens
from logging_core.accounts.actions import note_presence
from logging_core.automation.sync import answering, wire
from logging_core.automation.sync.models import SyncPeer
from logging_core.shared.errors import BadInput, wrong
from logging_core.shared.http import PageEndpoint, body_of, person_of
from logging_core.shared.permissions import SYNC


class PeerToken(BaseAuthentication):
    """`Authorization: Bearer ...`, a token of an account of this server."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        header = get_authorization_header(request).decode("latin-1")
        if not header:
            return None
        try:
            user = tokens.account_of(tokens.claims_of(tokens.without_word(header)))
        except tokens.BadToken as problem:
            raise AuthenticationFailed(str(problem)) from None
        note_presence(user)
        return user, None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class Compressed(BaseParser):
    """A gzip of JSON, of bounded size packed and unpacked."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        request = (parser_context or {})["request"]
        if request.META.get("HTTP_CONTENT_ENCODING") != "gzip":
            raise wrong("Content-Encoding", "must be gzip")
        try:
            return wire.unpacked(stream.read(wire.MOST_BODY + 1))
        except RecursionError:
            raise BadInput("The body is nested too deeply") from None


class Exchange(PageEndpoint):
    """One call: what the caller gives us and what he wants of us."""

    authentication_classes = [PeerToken]
    parser_classes = [Compressed]
    scopes = {"POST": SYNC}

    def post(self, request: Request) -> HttpResponse:
        asked = answering.understood(body_of(request))
        answer = answering.answered(person_of(request), asked)
        packed = wire.packed(answer)
        size_in = int(request.META.get("CONTENT_LENGTH") or 0)
        SyncPeer.objects.filter(instance_id=asked.caller).update(
            bytes_in=F("bytes_in") + size_in, bytes_out=F("bytes_out") + len(packed)
        )
        return HttpResponse(packed, content_type="application/json", headers={"Content-Encoding": "gzip"})
