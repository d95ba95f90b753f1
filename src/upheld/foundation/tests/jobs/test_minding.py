"""What the owner sees of background work, and can do about it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from upheld.foundation import clock
from upheld.foundation.jobs import enqueue
from upheld.foundation.jobs.minding import cancel_job, retry_job
from upheld.foundation.jobs.queue import take_next
from upheld.foundation.models import Job, JobTicket
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.writing import bookkeeping

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


@pytest.fixture
def queued(world):
    with clock.standing_at(MONDAY):
        return enqueue("foundation.clear_away")


def put(job: Job, **fields: object) -> Job:
    with bookkeeping():
        return job.change(**fields)


def test_a_failed_job_is_tried_again_with_all_its_attempts(world, queued):
    JobTicket.objects.all().delete()
    put(queued, state="failed", attempts=6, finished_at=MONDAY)
    again = retry_job(job=queued, by=world.ana, at=MONDAY)
    assert (again.state, again.attempts, again.finished_at) == ("queued", 0, None)
    ticket = take_next("here:1:0", MONDAY)
    assert ticket is not None
    assert ticket.job_id == queued.pk


def test_one_that_waits_is_tried_at_once(world, queued):
    put(queued, attempts=2, run_at=MONDAY.replace(hour=20))
    JobTicket.objects.update(run_at=MONDAY.replace(hour=20))
    retry_job(job=queued, by=world.ana, at=MONDAY)
    assert take_next("here:1:0", MONDAY) is not None
    assert JobTicket.objects.count() == 1


@pytest.mark.parametrize("state", ["running", "done"])
def test_what_has_not_failed_is_not_tried_again(world, queued, state):
    put(queued, state=state)
    with pytest.raises(Refused, match="job_not_ended"):
        retry_job(job=queued, by=world.ana, at=MONDAY)


def test_a_queued_job_is_called_off(world, queued):
    assert cancel_job(job=queued, by=world.ana, at=MONDAY).state == "cancelled"
    assert take_next("here:1:0", MONDAY) is None
    cancel_job(job=queued, by=world.ana, at=MONDAY)


def test_a_running_job_cannot_be_called_off(world, queued):
    put(queued, state="running")
    with pytest.raises(Refused, match="job_not_queued"):
        cancel_job(job=queued, by=world.ana, at=MONDAY)


def test_only_the_owner_may(world, queued):
    with pytest.raises(Refused, match="not_allowed"):
        retry_job(job=queued, by=world.sam, at=MONDAY)
