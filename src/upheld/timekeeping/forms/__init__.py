"""The shapes of the forms of time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from upheld.foundation.forms import EffortField, Form
from upheld.foundation.refusals import Refused
from upheld.timekeeping.rules.entries import moment_by_the_wall

LONGEST_HELD = 30 * 24 * 3600
"""Seconds for which a device may hold a line back."""


class CaptureForm(Form):
    """One captured line."""

    line = forms.CharField(max_length=1000, required=False)
    start_timer = forms.CharField(max_length=5, required=False)
    typed_ago = forms.IntegerField(min_value=0, max_value=LONGEST_HELD, required=False)
    """Seconds since it was typed, for a line that had to wait for a connection."""


class SpentForm(Form):
    """When and how long: a stretch from one time to another, or a length."""

    day = forms.DateField(required=False)
    begins = forms.TimeField(required=False)
    ends = forms.TimeField(required=False)
    seconds = EffortField(required=False)


class WorkForm(SpentForm):
    """What it was, as in the capture line, and when."""

    what = forms.CharField(max_length=400, error_messages={"required": "Say what it was."})


class CorrectionForm(SpentForm):
    """What an entry should say."""

    note = forms.CharField(max_length=500, required=False)


class VoidForm(Form):
    """Why an entry does not count."""

    reason = forms.CharField(max_length=300, error_messages={"required": "Say why."})


class StopForm(Form):
    """How long the work took, where the timer is wrong."""

    seconds = EffortField(required=False)
    note = forms.CharField(max_length=500, required=False)


def stretch_of(values: dict[str, Any], zone: str, today: date) -> dict[str, Any]:
    """Give when, until when, on which day and how long, as typed by the clock of a zone.

    An end at or before its beginning is on the next day. Refuses with: clock_does_not_exist.
    """
    day: date = values["day"] or today
    begins: time | None = values["begins"]
    ends: time | None = values["ends"]
    started_at = _moment(day, begins, zone) if begins else None
    ended_at = None
    if begins and ends:
        until = day if ends > begins else day + timedelta(days=1)
        ended_at = _moment(until, ends, zone)
    return {
        "started_at": started_at,
        "ended_at": ended_at,
        "worked_on": day,
        "seconds": values["seconds"],
    }


def _moment(day: date, clock: time, zone: str) -> datetime:
    moment = moment_by_the_wall(day, clock, zone)
    if moment is None:
        raise Refused(
            "clock_does_not_exist",
            f"On {day}, the clocks skip {clock:%H:%M}.",
            what="The time was not logged.",
            remedy="Give the time by the clock after the change.",
        )
    return moment
