"""Login of the JSON endpoints: the session of the page."""

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class PageSession(SessionAuthentication):
    """The page's session. Naming a scheme makes a missing login a 401 instead of a 403."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"
