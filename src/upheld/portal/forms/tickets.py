"""What a customer types about a ticket."""

from __future__ import annotations

from django import forms

from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.foundation.forms import Form

LARGEST = 2**62
PRIORITY_CHOICES = tuple((str(key), f"{key} {title}") for key, title in PRIORITIES.items())
NOTHING_WRITTEN = {"required": "Write something first."}


class ReplyForm(Form):
    """A reply."""

    text = forms.CharField(max_length=20_000, error_messages=NOTHING_WRITTEN)
    read_to = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)


class TicketForm(Form):
    """A new ticket."""

    title = forms.CharField(max_length=200, error_messages={"required": "Say what it is about."})
    text = forms.CharField(max_length=20_000, error_messages=NOTHING_WRITTEN)
    priority = forms.TypedChoiceField(choices=PRIORITY_CHOICES, coerce=int)


class RatingForm(Form):
    """How they found the solution."""

    rating = forms.IntegerField(
        min_value=1, max_value=3, error_messages={"required": "Choose one of the three."}
    )
    comment = forms.CharField(max_length=500, required=False)
