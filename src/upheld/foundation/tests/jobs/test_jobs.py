"""Jobs: as certain as the change that asked for them, tried again, never done twice at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from upheld.customers.operations.companies import add_company
from upheld.foundation import clock
from upheld.foundation.jobs import Daily, Every, Periodic, declaring, enqueue, job, periodic
from upheld.foundation.jobs.queue import (
    LEASE,
    MOST_ATTEMPTS,
    free_the_dead,
    hold_on,
    pause_after,
    take_next,
    this_worker,
)
from upheld.foundation.jobs.running import run_ticket
from upheld.foundation.models import Job, JobTicket, Provider
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.scope import (
    _tell_database,
    current_scope,
    no_provider,
    open_provider,
)

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_monday():
    with clock.standing_at(MONDAY):
        yield


@pytest.fixture
def done(monkeypatch):
    """Jobs of this test alone, and what they did."""
    monkeypatch.setattr(declaring, "JOBS", dict(declaring.JOBS))
    did: list[tuple[object, ...]] = []

    @job("test.add")
    def add(*, by, at, name):
        did.append((by.provider_id, str(by.kind), at, name))
        add_company(name=name, by=by, at=at)
        return f"{name} added"

    @job("test.fail", title="Fail")
    def fail(*, by, at):
        raise ZeroDivisionError("nothing to divide by")

    @job("test.refuse")
    def refuse(*, by, at):
        raise Refused("no", "It is not to be.", what="Not done.")

    @job("test.whole", whole=True)
    def whole(*, by, at):
        did.append(("whole",))
        Provider.objects.filter(pk=by.provider_id).update(slug="whole")

    return did


def run(ticket: JobTicket) -> str:
    """Run it as a worker would, with nothing open, and come back to the provider of the test."""
    with no_provider():
        state = str(run_ticket(ticket))
    _tell_database(current_scope())
    return state


def run_next(at=MONDAY) -> str:
    ticket = take_next(this_worker(), at)
    assert ticket is not None
    return run(ticket)


def test_runs_with_its_provider_open_as_the_system(world, done):
    enqueue("test.add", name="Acme")
    assert run_next() == "done"
    assert done == [(world.provider.pk, "system", MONDAY, "Acme")]
    kept = Job.objects.get()
    assert (kept.state, kept.said, kept.attempts) == ("done", "Acme added", 1)
    assert not JobTicket.objects.exists()


def test_exists_only_if_the_change_that_asked_for_it_does(world, done):
    def asks_and_fails():
        with transaction.atomic():
            enqueue("test.add", name="Acme")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        asks_and_fails()
    assert not Job.objects.exists()
    assert take_next("here:1:0", MONDAY) is None


def test_an_unknown_job_cannot_be_asked_for(world):
    with pytest.raises(LookupError):
        enqueue("test.nothing")


def test_nobody_else_gets_what_a_living_worker_holds(world, done):
    enqueue("test.add", name="Acme")
    assert take_next("here:1:0", MONDAY) is not None
    assert take_next("there:2:0", MONDAY) is None
    assert take_next("there:2:0", MONDAY + LEASE + timedelta(seconds=1)) is not None


def test_a_worker_that_lost_its_lease_does_not_end_the_job(world, done):
    enqueue("test.whole")
    first = take_next("here:1:0", MONDAY)
    second = take_next("there:2:0", MONDAY + LEASE + timedelta(seconds=1))
    assert first is not None
    assert second is not None
    assert not hold_on(first, MONDAY)
    assert run(first) == "running"
    assert Provider.objects.get(pk=world.provider.pk).slug == "northgate"
    assert run(second) == "done"
    assert Provider.objects.get(pk=world.provider.pk).slug == "whole"


def test_a_fault_is_tried_again_with_growing_pauses_and_then_given_up(world, done, caplog):
    enqueue("test.fail")
    at = MONDAY
    for attempt in range(1, MOST_ATTEMPTS):
        with clock.standing_at(at):
            assert run_next(at) == "queued"
        assert take_next("here:1:0", at + pause_after(attempt) - timedelta(seconds=1)) is None
        at += pause_after(attempt)
    with clock.standing_at(at):
        assert run_next(at) == "failed"
    kept = Job.objects.get()
    assert kept.attempts == MOST_ATTEMPTS
    assert kept.said.startswith("ZeroDivisionError: nothing to divide by (test_jobs.py:")


def test_a_refusal_is_an_answer_and_not_tried_again(world, done):
    enqueue("test.refuse")
    assert run_next() == "failed"
    assert Job.objects.get().said == "Not done. It is not to be. [no]"


def test_once_means_once(world, done):
    assert enqueue("test.add", once="2026-03-09", name="Acme") is not None
    assert enqueue("test.add", once="2026-03-09", name="Acme") is None
    run_next()
    assert enqueue("test.add", once="2026-03-09", name="Acme") is None


def test_what_somebody_waits_for_comes_first(world, done):
    enqueue("test.add", name="Later", urgency=10)
    enqueue("test.add", name="Now")
    run_next()
    assert done[0][-1] == "Now"


def test_a_strangers_jobs_are_theirs(world, elsewhere, done):
    with open_provider(elsewhere.provider.pk):
        enqueue("test.add", name="Theirs")
    assert not Job.objects.exists()
    run_next()
    assert done[0][0] == elsewhere.provider.pk


def test_a_dead_process_gives_back_what_it_held(world, done):
    enqueue("test.add", name="Acme")
    dead = this_worker().split(":")[0] + ":999999999:0"
    take_next(dead, MONDAY)
    assert free_the_dead() == 1
    assert take_next(this_worker(), MONDAY) is not None
    assert free_the_dead() == 0


class TestPeriodic:
    @pytest.fixture(autouse=True)
    def table(self, world, done, monkeypatch):
        table = (Periodic("test.whole", Daily(3, 30)), Periodic("test.refuse", Every(60)))
        monkeypatch.setattr(periodic, "load_jobs", lambda: table)
        monkeypatch.setattr(periodic, "_queued", {})

    def test_each_turn_once(self):
        assert periodic.queue_whose_turn_it_is(MONDAY) == 2
        periodic._queued.clear()  # another process
        assert periodic.queue_whose_turn_it_is(MONDAY + timedelta(minutes=59)) == 0
        assert periodic.queue_whose_turn_it_is(MONDAY + timedelta(minutes=60)) == 1

    def test_the_daily_turn_begins_at_its_hour_where_the_provider_is(self):
        daily = Daily(3, 30)
        summer = datetime(2026, 7, 1, 2, 29, tzinfo=UTC)
        assert daily.turn(summer, "Europe/London") == "2026-06-30"
        assert daily.turn(summer + timedelta(minutes=1), "Europe/London") == "2026-07-01"


def test_every_periodic_job_is_declared():
    assert {one.code for one in declaring.load_jobs()} <= set(declaring.JOBS)
