"""The queue: putting jobs in, and taking them out under a lease."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from upheld.foundation import clock
from upheld.foundation.jobs.declaring import declared_job
from upheld.foundation.models.jobs import Job, JobTicket
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.tenancy.writing import bookkeeping, running_operation

LEASE = timedelta(seconds=60)
"""How long a worker that says nothing is believed to live."""

_BEGINNING = datetime(1971, 1, 1, tzinfo=UTC)
"""Housekeeping outside an operation stands at the beginning of time, no moment to run at."""

MOST_ATTEMPTS = 6
FIRST_PAUSE = timedelta(seconds=30)
"""Before the second attempt; each further one waits four times as long."""


def enqueue(
    code: str,
    *,
    run_at: datetime | None = None,
    once: str = "",
    urgency: int = 0,
    stale_after: timedelta | None = None,
    **arguments: Any,
) -> Job | None:
    """Put a job of the open provider into the queue; in the caller's transaction, if one runs.

    `arguments` are what JSON can say: ids, words, numbers. `once` names work that must not be
    queued a second time, ever; None tells that it was. The lower `urgency`, the sooner. News that
    is older than `stale_after` when it is told (a story told afterwards, an import) queues nothing.
    """
    declared_job(code)
    operation = running_operation()
    at = operation.at if operation is not None and operation.at > _BEGINNING else clock.now()
    if stale_after is not None and clock.now() - at > stale_after:
        return None
    job = Job(
        code=code,
        arguments=arguments,
        once=once,
        person_id=operation.by.person_id if operation is not None else None,
        queued_at=at,
        run_at=run_at or at,
    )
    if once and Job.objects.filter(code=code, once=once).exists():
        return None
    try:
        with transaction.atomic(), bookkeeping():
            job.save()
            put_in_line(job, urgency)
    except IntegrityError:
        if not once:
            raise
        return None
    return job


def put_in_line(job: Job, urgency: int = 0) -> JobTicket:
    """Give a job its place in the queue."""
    return JobTicket.objects.create(
        provider_id=current_scope().provider_id,
        job_id=job.pk,
        run_at=job.run_at,
        urgency=urgency,
    )


def pause_after(attempts: int) -> timedelta:
    """Say how long to wait after so many failed attempts: 30 s, 2 m, 8 m, 32 m, about 2 h."""
    return FIRST_PAUSE * int(4 ** (attempts - 1))


def this_worker(number: int = 0) -> str:
    """Name this process so that another one on this machine can tell whether it lives."""
    return f"{socket.gethostname()}:{os.getpid()}:{number}"


def take_next(worker: str, at: datetime) -> JobTicket | None:
    """Take the next job that is due, or one whose worker died, under a lease; None if none is."""
    waiting = Q(lease_until=None) | Q(lease_until__lt=at)
    due = JobTicket.objects.filter(waiting, run_at__lte=at).order_by("urgency", "run_at", "pk")
    if not due.exists():  # a plain read: an idle worker never takes SQLite's write lock
        return None
    with transaction.atomic():
        rows = due
        if connection.features.has_select_for_update_skip_locked:
            rows = due.select_for_update(skip_locked=True, of=("self",))
        ticket = rows.first()
        if ticket is None:
            return None
        ticket.worker = worker
        ticket.lease_until = at + LEASE
        ticket.save(update_fields=["worker", "lease_until"])
    return ticket


def hold_on(ticket: JobTicket, at: datetime) -> bool:
    """Say that the worker still lives; False when another has taken over."""
    mine = JobTicket.objects.filter(pk=ticket.pk, worker=ticket.worker)
    return bool(mine.update(lease_until=at + LEASE))


def free_the_dead() -> int:
    """Give back at once what processes of this machine held that are gone; return how many."""
    host = socket.gethostname()
    held = JobTicket.objects.filter(worker__startswith=f"{host}:", lease_until__isnull=False)
    dead = [ticket.pk for ticket in held if not _lives(ticket.worker)]
    if not dead:
        return 0
    return int(JobTicket.objects.filter(pk__in=dead).update(lease_until=None, worker=""))


def _lives(worker: str) -> bool:
    """Tell whether a process of this machine is there; a number used again counts as alive."""
    pid = worker.rsplit(":", 2)[1]
    if not pid.isdecimal():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_undead(int(pid))


def _is_undead(pid: int) -> bool:
    """Tell whether a process has ended and only waits for its parent to notice."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        return status.rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False
