"""The children of a Celery worker end with it, even when it was killed."""

import os
import signal

from celery.signals import worker_process_init

from sealog.processes.parent import end_with_parent


@worker_process_init.connect
def end_with_worker(**_kwargs: object) -> None:
    end_with_parent(signal.SIGKILL, os.getppid())
