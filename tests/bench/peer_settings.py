"""Our settings with the addresses of the peer, and without the middleware that only pages need."""

import os

from sealog.settings import *  # noqa: F403
from sealog.settings import DATABASES

ROOT_URLCONF = "tests.bench.peer"
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
# Django's own ASGI handler would keep a connection for each of its threads until the database has none left.
DATABASES = {"default": {**DATABASES["default"], "CONN_MAX_AGE": int(os.environ.get("PEER_CONN_MAX_AGE", "0"))}}
