"""The database and broker of the test, for a process of its own."""

import os
from urllib.parse import quote

from django.conf import settings
from django.db import connection


def environment(**more: str) -> dict[str, str]:
    known = connection.settings_dict
    port = f":{known['PORT']}" if known["PORT"] else ""
    at = f"{quote(known['USER'])}:{quote(known['PASSWORD'])}@{quote(known['HOST'], safe='')}{port}"
    ours = {"DATABASE_URL": f"postgresql://{at}/{known['NAME']}", "REDIS_URL": settings.REDIS_URL}
    return {**os.environ, **ours, **more}
