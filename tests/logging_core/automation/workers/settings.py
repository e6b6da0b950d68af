"""Settings of the worker and beat processes of these tests: what takes an hour in life takes seconds."""

from sealog.settings import *  # noqa: F403
from sealog.settings import CELERY_BEAT_SCHEDULE as SCHEDULE

CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 5,
    "unacked_restore_interval": 1,  # seconds between two looks for messages that nobody acknowledged
    "unacked_restore_throttle": 1,
}
CELERY_BEAT_SCHEDULE = {name: SCHEDULE[name] for name in ("asnap", "jobs")}
