"""Sessions that last as long as somebody works."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

RENEW_AFTER_S = 900


def renew_session(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Start the idle time of a session anew, at most every quarter of an hour to spare the database."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and time.time() - request.session.get("renewed", 0) > RENEW_AFTER_S:
            request.session["renewed"] = int(time.time())
        return response

    return middleware
