"""A job that waits for others runs with nothing open, and opens its provider step by step."""

from __future__ import annotations

from datetime import UTC, datetime

from upheld.foundation import clock
from upheld.foundation.jobs import declaring, enqueue, job
from upheld.foundation.jobs.queue import take_next, this_worker
from upheld.foundation.jobs.running import run_ticket
from upheld.foundation.models import Job, JobTicket
from upheld.foundation.tenancy.scope import open_provider, scope_or_none

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


def test_a_job_that_opens_its_provider_itself_finds_none_open(world, monkeypatch):
    monkeypatch.setattr(declaring, "JOBS", dict(declaring.JOBS))
    seen: list[object] = []

    @job("test.waits", opens=True)
    def waits(*, by, at):
        seen.append(scope_or_none())
        with open_provider(by.provider_id):
            seen.append(Job.objects.filter(code="test.waits").count())
        return "Waited."

    JobTicket.objects.all().delete()
    with clock.standing_at(MONDAY):
        made = enqueue("test.waits")
        ticket = take_next(this_worker(1), MONDAY)
        assert ticket is not None
        run_ticket(ticket)
    assert seen == [None, 1]
    assert made is not None
    with open_provider(world.provider.pk):
        assert Job.objects.get(pk=made.pk).said == "Waited."
