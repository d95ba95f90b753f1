"""Running one job, and what becomes of it when it fails."""

from __future__ import annotations

import logging
import traceback
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from upheld.foundation import clock
from upheld.foundation.actor import system
from upheld.foundation.jobs.declaring import declared_job
from upheld.foundation.jobs.queue import MOST_ATTEMPTS, pause_after
from upheld.foundation.models.jobs import Job, JobState, JobTicket
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.scope import no_provider, open_provider
from upheld.foundation.tenancy.writing import bookkeeping

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger("upheld.jobs")

_LONGEST_SAID = 2000


class LeaseLostError(RuntimeError):
    """Another worker has taken the job over: this one's effect must not count as well."""


def run_ticket(ticket: JobTicket) -> JobState:
    """Run the job of a ticket that this worker holds, and put its end down.

    A refusal is an answer and not tried again; anything else is, with growing pauses, until the
    attempts are used up.
    """
    with no_provider(), open_provider(ticket.provider_id):
        job = _begin(ticket)
    if job is None:
        JobTicket.objects.filter(pk=ticket.pk).delete()
        return JobState.CANCELLED
    if job.attempts > MOST_ATTEMPTS:
        return _end(ticket, JobState.FAILED, "Its worker was ended each time it was tried.")
    return _try(ticket, job)


def _try(ticket: JobTicket, job: Job) -> JobState:
    try:
        said = _work(ticket, job)
    except Refused as refused:
        return _end(ticket, JobState.FAILED, str(refused))
    except LeaseLostError:
        log.warning("job %s of %s was taken over by another worker", job.pk, job.code)
        return JobState.RUNNING
    except Exception as fault:
        log.exception("job %s %s failed", job.pk, job.code)
        return _try_again_or_give_up(ticket, job, fault)
    if declared_job(job.code).whole:
        return JobState.DONE
    return _end(ticket, JobState.DONE, said)


def _begin(ticket: JobTicket) -> Job | None:
    job: Job | None = Job.objects.filter(pk=ticket.job_id).first()
    if job is None or job.state not in {JobState.QUEUED, JobState.RUNNING}:
        return None
    with bookkeeping():
        job.change(
            state=JobState.RUNNING.value, attempts=job.attempts + 1, started_at=clock.now(), said=""
        )
    return job


def _work(ticket: JobTicket, job: Job) -> str:
    declared = declared_job(job.code)
    by = replace(system(ticket.provider_id), person_id=job.person_id)
    together: AbstractContextManager[object] = nullcontext()
    if declared.whole:
        together = transaction.atomic()
    opened: AbstractContextManager[object] = nullcontext()
    if not declared.opens:
        opened = open_provider(ticket.provider_id)
    with no_provider(), together, opened:
        said = declared.work(by=by, at=clock.now(), **job.arguments) or ""
        if declared.whole:
            _put_down(ticket, JobState.DONE, said, clock.now())
    return said


def _try_again_or_give_up(ticket: JobTicket, job: Job, fault: Exception) -> JobState:
    last = traceback.extract_tb(fault.__traceback__)[-1]
    place = f"{last.filename.rsplit('/', 1)[-1]}:{last.lineno}"
    said = f"{type(fault).__name__}: {fault} ({place})"
    if job.attempts >= MOST_ATTEMPTS:
        return _end(ticket, JobState.FAILED, said)
    again = clock.now() + pause_after(job.attempts)
    with no_provider(), transaction.atomic(), open_provider(ticket.provider_id), bookkeeping():
        fresh = Job.objects.get(pk=ticket.job_id)
        fresh.change(state=JobState.QUEUED.value, run_at=again, said=said[:_LONGEST_SAID])
        mine = JobTicket.objects.filter(pk=ticket.pk, worker=ticket.worker)
        mine.update(run_at=again, lease_until=None, worker="")
    return JobState.QUEUED


def _end(ticket: JobTicket, state: JobState, said: str) -> JobState:
    try:
        with no_provider(), transaction.atomic(), open_provider(ticket.provider_id):
            _put_down(ticket, state, said, clock.now())
    except LeaseLostError:
        log.warning("job %s ended twice; another worker had taken it over", ticket.job_id)
    return state


def _put_down(ticket: JobTicket, state: JobState, said: str, at: datetime) -> None:
    mine = JobTicket.objects.filter(pk=ticket.pk, worker=ticket.worker)
    if not mine.delete()[0]:
        raise LeaseLostError(ticket.job_id)
    with bookkeeping():
        job = Job.objects.get(pk=ticket.job_id)
        job.change(state=state.value, finished_at=at, said=said[:_LONGEST_SAID])
