"""The shape of the form by which idle time is taken out of a timer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms

from upheld.foundation.forms import Form
from upheld.foundation.refusals import invalid

LONGEST_IDLE = 30 * 24 * 3600
"""Seconds; whoever is away for longer discards the timer."""


class TrimForm(Form):
    """Since when nothing was done: a moment, or so many seconds ago as a device counted them."""

    until = forms.CharField(max_length=40, required=False)
    idle_seconds = forms.IntegerField(min_value=0, max_value=LONGEST_IDLE, required=False)
    go_on = forms.CharField(max_length=5, required=False)


def trimmed_to(values: dict[str, Any], at: datetime) -> datetime:
    """Give the moment to which a timer is trimmed. Refuses with: invalid_input."""
    if values["idle_seconds"] is not None:
        return at - timedelta(seconds=values["idle_seconds"])
    try:
        until = datetime.fromisoformat(values["until"])
    except ValueError:
        until = None
    if until is None or until.tzinfo is None:
        raise invalid(until="Say to which moment the timer is trimmed.")
    return until
