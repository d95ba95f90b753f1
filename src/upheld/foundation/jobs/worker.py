"""The process that runs background jobs: it needs the database and nothing else.

Some threads take jobs; one thread keeps their leases and looks for hung ones, and puts periodic
jobs into the queue when their turn comes. A job that hangs ends the whole process, which
`upheld serve` starts again: a thread cannot be ended by itself.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from typing import TYPE_CHECKING

from django.db import DatabaseError, close_old_connections, connection

from upheld.foundation import clock
from upheld.foundation.jobs.declaring import declared_job, load_jobs
from upheld.foundation.jobs.periodic import queue_whose_turn_it_is
from upheld.foundation.jobs.queue import free_the_dead, hold_on, take_next, this_worker
from upheld.foundation.jobs.running import run_ticket
from upheld.foundation.models.jobs import Job
from upheld.foundation.tenancy.scope import open_provider

if TYPE_CHECKING:
    from upheld.foundation.models.jobs import JobTicket

log = logging.getLogger("upheld.jobs")

BEAT = 10.0
"""Seconds between two signs of life; several fit into a lease."""
IDLE = 0.5
"""Seconds between two looks into an empty queue."""
HUNG = 75
"""The exit status of a process that ended itself because a job hung."""


class Worker:
    """Takes jobs until told to stop."""

    def __init__(self, threads: int = 2) -> None:
        self._stopping = threading.Event()
        self._held: dict[int, tuple[JobTicket, float, int]] = {}
        self._threads = [
            threading.Thread(target=self._take, args=(number,), name=f"jobs-{number}")
            for number in range(threads)
        ]

    def run(self) -> None:
        """Work until `stop`; what is being done is finished first."""
        signal.signal(signal.SIGTERM, lambda *_: self.stop())
        signal.signal(signal.SIGINT, lambda *_: self.stop())
        load_jobs()
        free_the_dead()
        for thread in self._threads:
            thread.start()
        while not self._stopping.is_set():
            self._beat()
            self._stopping.wait(BEAT)
        for thread in self._threads:
            while thread.is_alive():
                thread.join(BEAT)
                self._keep_leases()
        connection.close()

    def stop(self) -> None:
        """Take no further job."""
        self._stopping.set()

    def _beat(self) -> None:
        try:
            close_old_connections()
            self._keep_leases()
            free_the_dead()
            queue_whose_turn_it_is(clock.now())
        except DatabaseError:
            log.exception("the queue could not be looked after; trying again")

    def _keep_leases(self) -> None:
        for ticket, begun, longest in list(self._held.values()):
            if time.monotonic() - begun > longest:
                log.error("job %s hung for over %s s; ending this worker", ticket.job_id, longest)
                os._exit(HUNG)
            hold_on(ticket, clock.now())

    def _take(self, number: int) -> None:
        worker = this_worker(number)
        while not self._stopping.is_set():
            try:
                close_old_connections()
                ticket = take_next(worker, clock.now())
                if ticket is None:
                    self._stopping.wait(IDLE)
                    continue
                self._held[number] = (ticket, time.monotonic(), _longest(ticket))
                run_ticket(ticket)
            except Exception:
                log.exception("a job could not be taken or put down; its lease will run out")
                self._stopping.wait(IDLE)
            finally:
                self._held.pop(number, None)
        connection.close()


def _longest(ticket: JobTicket) -> int:
    with open_provider(ticket.provider_id):
        code = Job.objects.filter(pk=ticket.job_id).values_list("code", flat=True).first()
    try:
        return declared_job(code or "").longest
    except LookupError:
        return 1
