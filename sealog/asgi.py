"""One application on one port: HTTP in a pool of threads, WebSockets in the event loop.

Plain HTTP goes through Django's WSGI handler: two to four times the requests of its ASGI handler.
"""

import gc
import os
from collections.abc import Awaitable, Callable
from typing import Any

from a2wsgi import WSGIMiddleware
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from sealog.whole_body import WholeBody

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sealog.settings")
pages: Any = get_wsgi_application()  # the packages disagree about the type of a WSGI application

from logging_core.compat.cds.socket import DataServerSocket  # noqa: E402  (needs the loaded applications)
from logging_core.compat.nes.socket import NesSocket  # noqa: E402
from logging_core.console import live_urls as console  # noqa: E402
from logging_core.loggers import live_urls as loggers  # noqa: E402
from logging_core.streams import live_urls as streams  # noqa: E402
from monitoring.console import live_urls as archive  # noqa: E402

HEALTH_THREADS = 2
websocket_urlpatterns = [
    *console.websocket_urlpatterns,
    *loggers.websocket_urlpatterns,
    *streams.websocket_urlpatterns,
    *archive.websocket_urlpatterns,
]


class Http:
    """Requests in threads. The health pages have threads of their own, to answer when all others hang."""

    def __init__(self) -> None:
        self._pages = WSGIMiddleware(pages, workers=settings.WEB_THREADS)
        self._health = WSGIMiddleware(pages, workers=HEALTH_THREADS)

    async def __call__(self, scope: Any, receive: Callable, send: Callable) -> None:
        handler = self._health if scope["path"].startswith("/health/") else self._pages
        await handler(scope, receive, send)


class Sockets:
    """Our pages' sockets need a known host, our origin and a session. Clients of a data server may come without
    any of them; every other path is the Sealog clients'.
    """

    def __init__(self) -> None:
        own = AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))
        data_server = AuthMiddlewareStack(DataServerSocket.as_asgi())
        self._by_path = {f"/{route.pattern}": own for route in websocket_urlpatterns} | {"/cds-ws": data_server}
        self._nes = NesSocket.as_asgi()

    async def __call__(self, scope: Any, receive: Callable, send: Callable) -> None:
        await self._by_path.get(scope["path"], self._nes)(scope, receive, send)


async def lifespan(_scope: object, receive: Callable[[], Awaitable], send: Callable) -> None:
    """Answer the server's start and stop; nothing of ours hangs on them."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


application = ProtocolTypeRouter(
    {
        "http": WholeBody(Http()),
        "websocket": Sockets(),
        "lifespan": lifespan,
    }
)

# What is loaded by now stays: the collector need not look through it whenever lists of records come and go.
gc.freeze()
