"""Timers: held by the server, one running for each person, each ending in an entry or nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, not_found
from upheld.foundation.values.period import today
from upheld.timekeeping.events import Event
from upheld.timekeeping.may import May
from upheld.timekeeping.models import Billing, Category, TimeEntry, Timer
from upheld.timekeeping.operations.entering import company_named, enter_time, whose
from upheld.timekeeping.queries.entries import zone_of
from upheld.timekeeping.rules.entries import LONGEST_ENTRY
from upheld.timekeeping.targets import OWN_WORK, Target, own_work, target_kind

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.people.models import Person

_SECOND = timedelta(seconds=1)


@operation(May.LOG_TIME)
def start_timer(*, target: Target, by: Actor, at: datetime, note: str = "") -> Timer:
    """Start a timer on something; the one that runs is paused. Refuses with: no_person."""
    return run_timer(target, whose(None, by), note, at)


@operation(May.LOG_TIME)
def pause_timer(*, timer: Timer, by: Actor, at: datetime) -> Timer:
    """Let a timer rest, keeping what it gathered. Refuses with: not_found, timer_ended."""
    timer = _own(timer, by)
    if timer.started_at is None:
        return unchanged(timer)
    rest(timer, at)
    return timer


@operation(May.LOG_TIME)
def resume_timer(*, timer: Timer, by: Actor, at: datetime) -> Timer:
    """Let a timer run on; the one that runs is paused. Refuses with: not_found, timer_ended."""
    timer = _own(timer, by)
    if timer.started_at is not None:
        return unchanged(timer)
    _rest_running(timer.person_id, at)
    timer.change(started_at=at)
    record_timer(Event.TIMER_RESUMED, timer)
    return timer


@operation(May.LOG_TIME)
def stop_timer(
    *,
    timer: Timer,
    by: Actor,
    at: datetime,
    seconds: int | None = None,
    note: str | None = None,
    setting_aside: frozenset[str] = frozenset(),
) -> TimeEntry:
    """End a timer in an entry of what it gathered, or of `seconds` if the person says so.

    Refuses with: not_found, timer_ended, timer_too_long, and as `log_time` does.
    """
    timer = _own(timer, by)
    gathered = seconds_of(timer, at)
    if seconds is None and gathered > LONGEST_ENTRY:
        raise Refused(
            "timer_too_long",
            "The timer ran for longer than a day.",
            what="The timer was not stopped.",
            remedy="Say how long the work took, or discard the timer.",
        )
    # A timer that rested cannot be one unbroken stretch, so its entry has no beginning.
    unbroken = seconds is None and timer.gathered_seconds == 0
    # One server's clock may be behind that of another, on which the timer was started.
    begun = min(timer.first_started_at, at - _SECOND)
    entry = enter_time(
        target=target_of_timer(timer, by), person=timer.person, seconds=seconds or max(1, gathered),
        by=by, at=at, started_at=begun if unbroken else None,
        worked_on=None if unbroken else today(begun, zone_of(timer.person, by)),
        note=timer.note if note is None else note, setting_aside=setting_aside,
    )  # fmt: skip
    timer.change(gathered_seconds=gathered, started_at=None, ended_at=at)
    record_timer(Event.TIMER_STOPPED, timer, entry=entry.pk)
    return entry


@operation(May.LOG_TIME)
def trim_timer(
    *, timer: Timer, until: datetime, by: Actor, at: datetime, go_on: bool = False
) -> Timer:
    """Take out of a running timer what ran since `until`; it rests then, or goes on from now.

    Where it was started later than `until`, all that ran since its start is taken out: a device
    that stood idle cannot know that another one started it. Refuses with: not_found, timer_ended,
    timer_rests, in_the_future.
    """
    timer = _own(timer, by)
    if timer.started_at is None:
        raise Refused(
            "timer_rests",
            "This timer rests, so nothing ran meanwhile.",
            what="The timer was not trimmed.",
            remedy="Say how long the work took when you stop it.",
        )
    if until > at:
        raise Refused(
            "in_the_future",
            "The time has not come yet.",
            what="The timer was not trimmed.",
            remedy="Trim it to a moment that has passed.",
        )
    kept = seconds_of(timer, until)
    trimmed = seconds_of(timer, at) - kept
    timer.change(gathered_seconds=kept, started_at=at if go_on else None)
    record_timer(Event.TIMER_TRIMMED, timer, trimmed_seconds=trimmed, goes_on=go_on)
    return timer


@operation(May.LOG_TIME)
def discard_timer(*, timer: Timer, by: Actor, at: datetime) -> Timer:
    """End a timer without an entry. Refuses with: not_found, timer_ended."""
    timer = _own(timer, by)
    timer.change(gathered_seconds=seconds_of(timer, at), started_at=None, ended_at=at)
    record_timer(Event.TIMER_DISCARDED, timer)
    return timer


def run_timer(target: Target, person: Person, note: str, at: datetime) -> Timer:
    """Start a timer inside a running operation, resting the one that runs."""
    _rest_running(person.pk, at)
    timer = Timer(
        person=person, company_id=target.company_id, on_kind=target.kind, on_id=target.id,
        on_title=target.title[:200], on_url=target.url, note=note[:500],
        first_started_at=at, started_at=at,
    )  # fmt: skip
    timer.save()
    record_timer(Event.TIMER_STARTED, timer)
    return timer


def seconds_of(timer: Timer, at: datetime) -> int:
    """Give the seconds that a timer gathered by a moment; a clock set back takes nothing away."""
    if timer.started_at is None:
        return timer.gathered_seconds
    return timer.gathered_seconds + max(0, (at - timer.started_at) // _SECOND)


def record_timer(event: Event, timer: Timer, **data: Any) -> None:
    """Record what happened to a timer."""
    on = f"{timer.on_kind}:{timer.on_id or ''}"
    gathered = timer.gathered_seconds
    about = [company_named(timer.company_id)] if event is Event.TIMER_STOPPED else []
    record(event, timer, about=about, on=on, gathered_seconds=gathered, **data)


def rest(timer: Timer, at: datetime) -> None:
    """Pause a running timer inside an operation."""
    timer.change(gathered_seconds=seconds_of(timer, at), started_at=None)
    record_timer(Event.TIMER_PAUSED, timer)


def target_of_timer(timer: Timer, actor: Actor) -> Target:
    """Give what a timer is on, as it is now; as it was where it can no longer be seen."""
    kind = target_kind(timer.on_kind)
    found = kind.by_id(actor, timer.on_id) if kind and timer.on_id else None
    if found is not None:
        return found
    own = own_work(timer.on_kind) if timer.on_kind in OWN_WORK else None
    category, billing = (
        (own.category, own.billing) if own else (Category.CUSTOMER, Billing.BILLABLE)
    )
    return Target(
        timer.on_kind, timer.on_id, timer.on_title, category, billing, timer.on_url,
        timer.company_id,
    )  # fmt: skip


def _rest_running(person_id: int, at: datetime) -> None:
    running = Timer.objects.select_for_update().filter(person_id=person_id, ended_at=None)
    for timer in running.exclude(started_at=None):
        rest(timer, at)


def _own(timer: Timer, by: Actor) -> Timer:
    if timer.person_id != by.person_id:
        raise not_found("timer")
    timer = lock(timer)
    if timer.ended_at is not None:
        raise Refused(
            "timer_ended",
            "This timer was stopped before, perhaps on another device.",
            remedy="Look at your day; its time is there.",
        )
    return timer
