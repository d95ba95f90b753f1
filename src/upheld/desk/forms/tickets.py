"""The shapes of the forms of tickets and service levels."""

from __future__ import annotations

from typing import Any

from django import forms

from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.foundation.forms import Form

LARGEST = 2**62
PRIORITY_CHOICES = tuple((str(key), f"{key} {title}") for key, title in PRIORITIES.items())


class TagsField(forms.CharField):
    """Tags with commas between them."""

    def clean(self, value: Any) -> list[str]:
        """Read the tags, each once."""
        text = super().clean(value) or ""
        return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


class NewTicketForm(Form):
    """A new ticket."""

    title = forms.CharField(max_length=200, error_messages={"required": "Say what it is about."})
    company = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    contact = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    asked_by = forms.CharField(max_length=150, required=False)
    """The name of a contact, where no id says who it is."""
    priority = forms.TypedChoiceField(choices=PRIORITY_CHOICES, coerce=int)
    kind = forms.CharField(max_length=60, required=False)
    text = forms.CharField(max_length=20_000, required=False)
    assignee = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    tags = TagsField(max_length=500, required=False)
    queue = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    template = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)


class TicketForm(Form):
    """What a ticket is about."""

    title = forms.CharField(max_length=200, error_messages={"required": "Say what it is about."})
    company = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    kind = forms.CharField(max_length=60, required=False)
    tags = TagsField(max_length=500, required=False)


class ReplyForm(Form):
    """A reply to the customer, or a note for ourselves."""

    text = forms.CharField(max_length=20_000, error_messages={"required": "Write something first."})
    reader = forms.ChoiceField(choices=(("customer", "Customer"), ("staff", "Staff")))
    then = forms.ChoiceField(
        choices=(("", ""), ("waiting", "Waiting"), ("resolved", "Resolved")), required=False
    )
    read_to = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)


class RatingForm(Form):
    """How the customer found the solution."""

    rating = forms.IntegerField(
        min_value=1, max_value=3, error_messages={"required": "Choose one of the three."}
    )
    comment = forms.CharField(max_length=500, required=False)


class AssigneeForm(Form):
    """Who has a ticket."""

    assignee = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)


class PriorityForm(Form):
    """How urgent a ticket is."""

    priority = forms.TypedChoiceField(choices=PRIORITY_CHOICES, coerce=int)


class WordsForm(Form):
    """Some words to go with a change, or none."""

    text = forms.CharField(max_length=500, required=False)


class ReasonForm(Form):
    """Why something is done."""

    reason = forms.CharField(max_length=500, error_messages={"required": "Say why."})


class LevelForm(ReasonForm):
    """Under which service level a ticket is put, and why; empty: under none."""

    policy = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)


def targets_of(values: dict[str, Any], kind: str) -> dict[int, int]:
    """Give the targets of one kind by priority, those left empty left out."""
    given = {priority: values[f"{kind}_{priority}"] for priority in PRIORITIES}
    return {priority: seconds for priority, seconds in given.items() if seconds}
