"""Jobs whose worker died, whose message was lost, or whose pause is over; and old ones that go."""

from datetime import timedelta

from django.conf import settings
from django.db.models.functions import Now

from logging_core.shared import clock
from logging_core.shared.announce import recorded
from logging_core.shared.jobs import waiting
from logging_core.shared.jobs.claims import SERVICE
from logging_core.shared.jobs.models import QUEUES, Job, State
from logging_core.shared.jobs.sending import send

MOST_DEATHS = 10  # a job that takes its worker with it each time must end


def revive() -> int:
    """Put abandoned jobs back and send what is due; gives how many were sent."""
    for id in Job.objects.abandoned().values_list("id", flat=True):
        put_back(id)
    return sum(_send_due(queue) for queue in QUEUES)


def put_back(id: str) -> None:
    """A job whose worker died waits again, unless it was cancelled or has cost too many workers."""
    with recorded(SERVICE) as changes:
        job = Job.objects.abandoned().select_for_update(skip_locked=True).filter(id=id).first()
        if job is None:
            return
        job.state, job.claim, job.lease_until, job.due_at = State.QUEUED, "", None, clock.now()
        if job.cancel_asked:
            job.state, job.finished_at = State.CANCELLED, clock.now()
        elif job.attempts >= MOST_DEATHS:
            job.state, job.finished_at = State.FAILED, clock.now()
            job.problem = f"Its worker ended {job.attempts} times while at it."
        job.save(update_fields=["state", "claim", "lease_until", "due_at", "finished_at", "problem"])
        changes.add("job", "abandoned", job.id, after=job.journalled(), quiet=True)


def _send_due(queue: str) -> int:
    """No more messages than there are jobs waiting: a long queue does not grow by being reminded."""
    due = list(Job.objects.due().filter(queue=queue).order_by("asked_at").values_list("id", flat=True)[:100])
    if not due:
        return 0
    room = Job.objects.queued().filter(queue=queue).count() - waiting.length(queue)
    for id in due[: max(0, room)]:
        send(id, queue)
    return min(len(due), max(0, room))


def send_next() -> None:
    """One has ended: the next one that waited for room need not wait for `revive`."""
    nearest = Job.objects.queued().exclude(queue="archive").filter(attempts=0).order_by("asked_at").first()
    if nearest is not None:
        send(nearest.id, nearest.queue)


def prune() -> int:
    """Finished jobs go after SEALOG_JOB_DAYS; gives how many went. The journal keeps who asked for what kind."""
    old = Job.objects.finished().filter(finished_at__lt=Now() - timedelta(days=settings.JOB_DAYS))
    return old.delete()[1].get(Job._meta.label, 0)
