"""The shapes of the forms that merge, split and link tickets."""

from __future__ import annotations

from typing import Any

from django import forms

from upheld.desk.forms.tickets import LARGEST, PRIORITY_CHOICES
from upheld.foundation.forms import Form
from upheld.foundation.refusals import invalid

LARGEST_NUMBER = 2**31 - 1


class IdsField(forms.MultipleChoiceField):
    """Ids of rows, several of them."""

    def validate(self, value: Any) -> None:
        """Want at least one; which there are is the operation's business."""
        if not value:
            raise forms.ValidationError("Choose at least one.")

    def clean(self, value: Any) -> list[int]:
        """Read whole numbers that a database can hold."""
        texts = super().clean(value)
        if any(not (t.isascii() and t.isdigit()) or int(t) > LARGEST for t in texts):
            raise forms.ValidationError("Choose from the list.")
        return [int(text) for text in texts]


class MergeForm(Form):
    """Into which ticket: chosen, or by its number."""

    chosen = forms.IntegerField(min_value=1, max_value=LARGEST_NUMBER, required=False)
    number = forms.IntegerField(min_value=1, max_value=LARGEST_NUMBER, required=False)


class SplitForm(Form):
    """What goes along, and what the new ticket is."""

    title = forms.CharField(max_length=200, error_messages={"required": "Say what it is about."})
    entries = IdsField()
    priority = forms.TypedChoiceField(choices=PRIORITY_CHOICES, coerce=int)
    assignee = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)


class LinkForm(Form):
    """Another ticket, and how the two go together."""

    how = forms.ChoiceField(choices=(("related", "Related to"), ("parent", "Under")))
    number = forms.IntegerField(min_value=1, max_value=LARGEST_NUMBER)


def number_of(values: dict[str, Any]) -> int:
    """Give the number that was typed or chosen. Refuses with: invalid_input."""
    number = values["number"] or values["chosen"]
    if not number:
        raise invalid(number="Say into which ticket.")
    return int(number)
