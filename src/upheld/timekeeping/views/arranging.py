"""What is done to entries by one form: split, merged, copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go
from upheld.foundation.forms import seen_version, setting_aside
from upheld.foundation.operation import find
from upheld.foundation.values.effort import written_effort
from upheld.timekeeping.forms.arranging import CopyForm, SplitForm
from upheld.timekeeping.may import May
from upheld.timekeeping.operations.arranging import duplicate_time, merge_time, split_time
from upheld.timekeeping.queries.entries import visible_time
from upheld.timekeeping.queries.entry_page import like_it
from upheld.timekeeping.views.grid import arranged, from_grid, to_grid

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request
    from upheld.timekeeping.models import TimeEntry


def _entry(request: Request, pk: int) -> TimeEntry:
    return find(visible_time(request.actor).select_related("person__schedule", "company"), pk=pk)


@screen(May.LOG_TIME, methods=["GET", "POST"])
def split(request: Request, pk: int) -> HttpResponse:
    """Put two entries in the place of one; read, show its day."""
    entry = _entry(request, pk)
    if request.method != "POST":
        return arranged(request, entry)
    values = SplitForm.read(request)
    first, second = split_time(
        entry=entry, after_seconds=values["after_seconds"],
        second_note=values["second_note"] or None, seen=seen_version(request), by=request.actor,
        at=request.at,
    )  # fmt: skip
    said = f"{written_effort(first.seconds)} and {written_effort(second.seconds)}"
    return _back(request, second, f"Split into {said}.")


@screen(May.LOG_TIME, methods=["GET", "POST"])
def merge(request: Request, pk: int) -> HttpResponse:
    """Put one entry in the place of all on the same work that day; read, show its day."""
    entry = _entry(request, pk)
    if request.method != "POST":
        return arranged(request, entry)
    whole = merge_time(entries=[entry, *like_it(entry)], by=request.actor, at=request.at)
    return _back(request, whole, f"Merged: {written_effort(whole.seconds)}.")


@screen(May.LOG_TIME, methods=["GET", "POST"])
def copy(request: Request, pk: int) -> HttpResponse:
    """Log the same on another day; read, show the entry's day."""
    entry = _entry(request, pk)
    if request.method != "POST":
        return arranged(request, entry)
    fresh = duplicate_time(
        entry=entry, day=CopyForm.read(request)["day"],
        setting_aside=setting_aside(request), by=request.actor, at=request.at,
    )  # fmt: skip
    said = f"{written_effort(fresh.seconds)} on {fresh.worked_on:%-d %B}"
    return _back(request, fresh, f"Logged again: {said}.")


def _back(request: Request, made: TimeEntry, notice: str) -> HttpResponse:
    """Go to what was made; from My time, to its day there."""
    if from_grid(request):
        return to_grid(request, made.worked_on, notice)
    return go(request, "time-correct", pk=made.pk, notice=notice)
