"""What is done to a timer by one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import back_url, go
from upheld.foundation.forms import setting_aside
from upheld.foundation.operation import find
from upheld.foundation.values.effort import written_effort
from upheld.timekeeping.forms import StopForm
from upheld.timekeeping.forms.timers import TrimForm, trimmed_to
from upheld.timekeeping.may import May
from upheld.timekeeping.operations.timers import (
    discard_timer,
    pause_timer,
    resume_timer,
    stop_timer,
    trim_timer,
)
from upheld.timekeeping.queries.timers import own_timers

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request
    from upheld.timekeeping.models import Timer


def _timer(request: Request, pk: int) -> Timer:
    return find(own_timers(request.actor), pk=pk)


@screen(May.LOG_TIME, methods=["POST"])
def stop(request: Request, pk: int) -> HttpResponse:
    """End a timer in an entry."""
    values = StopForm.read(request)
    entry = stop_timer(
        timer=_timer(request, pk), seconds=values["seconds"], note=values["note"] or None,
        setting_aside=setting_aside(request), by=request.actor, at=request.at,
    )  # fmt: skip
    said = f"{written_effort(entry.seconds)} on {entry.on_title}"
    return go(request, back_url(request), notice=said)


@screen(May.LOG_TIME, methods=["POST"])
def pause(request: Request, pk: int) -> HttpResponse:
    """Let a timer rest."""
    pause_timer(timer=_timer(request, pk), by=request.actor, at=request.at)
    return go(request, back_url(request), notice="The timer rests.")


@screen(May.LOG_TIME, methods=["POST"])
def resume(request: Request, pk: int) -> HttpResponse:
    """Let a timer run on."""
    resume_timer(timer=_timer(request, pk), by=request.actor, at=request.at)
    return go(request, back_url(request), notice="The timer runs.")


@screen(May.LOG_TIME, methods=["POST"])
def trim(request: Request, pk: int) -> HttpResponse:
    """Take out of a timer what ran while nobody worked."""
    values = TrimForm.read(request)
    timer = trim_timer(
        timer=_timer(request, pk), until=trimmed_to(values, request.at),
        go_on=bool(values["go_on"]), by=request.actor, at=request.at,
    )  # fmt: skip
    said = f"{written_effort(timer.gathered_seconds)} on {timer.on_title} so far"
    return go(request, back_url(request), notice=f"The timer is trimmed: {said}.")


@screen(May.LOG_TIME, methods=["POST"])
def discard(request: Request, pk: int) -> HttpResponse:
    """End a timer without an entry."""
    discard_timer(timer=_timer(request, pk), by=request.actor, at=request.at)
    return go(request, back_url(request), notice="The timer is discarded; nothing was logged.")
