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

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request
    from upheld.timekeeping.models import TimeEntry


def _entry(request: Request, pk: int) -> TimeEntry:
    return find(visible_time(request.actor).select_related("person", "company"), pk=pk)


@screen(May.LOG_TIME, methods=["POST"])
def split(request: Request, pk: int) -> HttpResponse:
    """Put two entries in the place of one."""
    values = SplitForm.read(request)
    first, second = split_time(
        entry=_entry(request, pk), after_seconds=values["after_seconds"],
        second_note=values["second_note"] or None, seen=seen_version(request), by=request.actor,
        at=request.at,
    )  # fmt: skip
    said = f"{written_effort(first.seconds)} and {written_effort(second.seconds)}"
    return go(request, "time-correct", pk=second.pk, notice=f"Split into {said}.")


@screen(May.LOG_TIME, methods=["POST"])
def merge(request: Request, pk: int) -> HttpResponse:
    """Put one entry in the place of all on the same work that day."""
    entry = _entry(request, pk)
    whole = merge_time(entries=[entry, *like_it(entry)], by=request.actor, at=request.at)
    return go(
        request, "time-correct", pk=whole.pk, notice=f"Merged: {written_effort(whole.seconds)}."
    )


@screen(May.LOG_TIME, methods=["POST"])
def copy(request: Request, pk: int) -> HttpResponse:
    """Log the same on another day."""
    fresh = duplicate_time(
        entry=_entry(request, pk), day=CopyForm.read(request)["day"],
        setting_aside=setting_aside(request), by=request.actor, at=request.at,
    )  # fmt: skip
    said = f"{written_effort(fresh.seconds)} on {fresh.worked_on:%-d %B}"
    return go(request, "time-correct", pk=fresh.pk, notice=f"Logged again: {said}.")
