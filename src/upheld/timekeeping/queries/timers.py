"""The timers of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.urls import reverse

from upheld.foundation.ui.shell import Timer as ShellTimer
from upheld.foundation.values.period import day_of, today
from upheld.timekeeping.models import Timer
from upheld.timekeeping.rules.overrun import day_ended_at

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor
    from upheld.foundation.values.business_time import Calendar


def own_timers(actor: Actor) -> QuerySet[Timer]:
    """Give a person's timers that have not ended, the running one first."""
    rows: QuerySet[Timer] = Timer.objects.filter(person_id=actor.person_id, ended_at=None)
    return rows.select_related("person").order_by(F("started_at").desc(nulls_last=True), "-pk")


def timer_in_shell(actor: Actor) -> ShellTimer | None:
    """Give the running timer as every page's frame shows it: one query."""
    if not actor.is_staff or actor.person_id is None:
        return None
    timer = Timer.objects.filter(
        person_id=actor.person_id, ended_at=None, started_at__isnull=False
    ).first()
    if timer is None:
        return None
    return ShellTimer(
        title=timer.on_title,
        started_at=timer.started_at - timer.gathered,
        url=timer.on_url or reverse("my-day"),
        stop_url=reverse("timer-stop", args=[timer.pk]),
        trim_url=reverse("timer-trim", args=[timer.pk]),
    )


def overran(timer: Timer, calendar: Calendar, at: datetime) -> datetime | None:
    """Give when the working day ended in which a running timer was started, if it ran past it."""
    if timer.started_at is None:
        return None
    day = today(timer.started_at, calendar.zone)
    return day_ended_at(timer.started_at, at, calendar.open_periods(day_of(day, calendar.zone)))
