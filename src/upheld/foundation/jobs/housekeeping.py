"""Clearing away what nobody looks at any more: ended jobs, answers kept for repeated requests."""

from __future__ import annotations

from datetime import datetime, timedelta

from upheld.foundation.actor import Actor
from upheld.foundation.jobs.declaring import Daily, Periodic, job
from upheld.foundation.models.jobs import Job, JobState
from upheld.foundation.models.requests import IdempotentAnswer
from upheld.foundation.tenancy.writing import bookkeeping

KEEP_JOBS = timedelta(days=14)
KEEP_ANSWERS = timedelta(days=2)


@job("foundation.clear_away", title="Clear away ended jobs")
def clear_away(*, by: Actor, at: datetime) -> str:
    """Delete what ended well two weeks ago and answers kept for two days; failed jobs stay."""
    del by
    ended = Job.objects.filter(
        state__in=[JobState.DONE, JobState.CANCELLED], finished_at__lt=at - KEEP_JOBS
    )
    answers = IdempotentAnswer.objects.filter(created_at__lt=at - KEEP_ANSWERS)
    with bookkeeping():
        jobs, kept = ended.delete()[0], answers.delete()[0]
    return f"{jobs} jobs and {kept} kept answers cleared away."


PERIODIC = (Periodic("foundation.clear_away", Daily(3, 40)),)
