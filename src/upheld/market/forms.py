"""The shapes of the forms of market."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from upheld.foundation.forms import Form
from upheld.foundation.refusals import invalid
from upheld.foundation.values.text import NotUnderstood
from upheld.market.rules.thresholds import read_threshold

if TYPE_CHECKING:
    from upheld.measures.rules.units import Unit

DIRECTIONS = (("at_least", "At least"), ("at_most", "At most"))
LONGEST_TEXT = 40


class ClaimForm(Form):
    """A sentence, its measure, and what the figure must be."""

    sentence = forms.CharField(
        max_length=300, error_messages={"required": "Write the sentence as it would be said."}
    )
    measure_key = forms.CharField(
        max_length=60, error_messages={"required": "Choose what shows it."}
    )
    threshold = forms.CharField(
        max_length=LONGEST_TEXT, error_messages={"required": "Say what the figure must be."}
    )
    direction = forms.ChoiceField(choices=DIRECTIONS, required=False)
    window_days = forms.IntegerField(min_value=7, max_value=1100)
    owner = forms.IntegerField(required=False, min_value=1, max_value=2**62)


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(max_length=500, error_messages={"required": "Say why."})


class OverrideForm(Form):
    """Which proposal may carry a claim all the same, and why."""

    proposal = forms.CharField(max_length=60)
    title = forms.CharField(max_length=200, required=False)
    reason = forms.CharField(
        max_length=500, error_messages={"required": "Say why it may be said all the same."}
    )


def threshold_of(text: str, unit: Unit, currency: str) -> int:
    """Read a typed threshold in a measure's own unit. Refuses with: invalid_input."""
    try:
        return read_threshold(text[:LONGEST_TEXT], unit, currency)
    except NotUnderstood as problem:
        raise invalid(threshold=str(problem)) from problem
