"""What a person can do about a job: have it tried again, or call it off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.jobs.events import Event
from upheld.foundation.jobs.queue import put_in_line
from upheld.foundation.may import May
from upheld.foundation.models.jobs import Job, JobState, JobTicket
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor


@operation(May.MANAGE_JOBS)
def retry_job(*, job: Job, by: Actor, at: datetime) -> Job:
    """Put a job that failed, or was called off, into the queue once more, with all its attempts.

    One that waits for its next attempt is tried at once. Refuses with: job_not_ended.
    """
    del by
    job = lock(job)
    if job.state in {JobState.RUNNING, JobState.DONE}:
        raise Refused(
            "job_not_ended",
            "It is being done." if job.state == JobState.RUNNING else "It is done.",
            what="Not tried again.",
            remedy="Only what failed or was called off can be tried again.",
        )
    JobTicket.objects.filter(job_id=job.pk).delete()
    job.change(state=JobState.QUEUED.value, attempts=0, run_at=at, finished_at=None)
    put_in_line(job)
    record(Event.RETRIED, job, code=job.code)
    return job


@operation(May.MANAGE_JOBS)
def cancel_job(*, job: Job, by: Actor, at: datetime) -> Job:
    """Call off a job that is still in the queue. Refuses with: job_not_queued."""
    del by
    job = lock(job)
    if job.state == JobState.CANCELLED:
        return unchanged(job)
    if job.state != JobState.QUEUED:
        raise Refused(
            "job_not_queued",
            "It is no longer in the queue.",
            what="Not called off.",
            remedy="Look at how it stands now.",
        )
    JobTicket.objects.filter(job_id=job.pk).delete()
    job.change(state=JobState.CANCELLED.value, finished_at=at)
    record(Event.CANCELLED, job, code=job.code)
    return job
