"""The shapes of the forms that lay tickets aside and change many at once."""

from __future__ import annotations

from typing import Any

from django import forms

from upheld.desk.forms.tickets import LARGEST, PRIORITY_CHOICES
from upheld.foundation.forms import Form, MomentField
from upheld.foundation.refusals import invalid

STATES = (("open", "In work"), ("waiting", "Waiting"), ("resolved", "Resolved"),
          ("closed", "Closed"))  # fmt: skip
WHAT = (
    ("priority", "Priority"),
    ("assignee", "Who has them"),
    ("tag", "Add a tag"),
    ("untag", "Take a tag away"),
    ("state", "State"),
    ("snooze", "Lay aside"),
    ("wake", "Take up again"),
    ("queue", "Queue"),
)
FIELD = "field_"
"""What comes before a field's id, in the name of its input and in what is changed."""


class SnoozeForm(Form):
    """Until when; empty: until the customer writes."""

    until = MomentField(required=False)


class BulkForm(Form):
    """What is changed, and into what."""

    what = forms.CharField(max_length=40, error_messages={"required": "Say what is changed."})
    priority = forms.TypedChoiceField(choices=PRIORITY_CHOICES, coerce=int, required=False)
    assignee = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    tag = forms.CharField(max_length=40, required=False)
    state = forms.ChoiceField(choices=(("", ""), *STATES), required=False)
    until = MomentField(required=False)
    queue = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)

    def clean_what(self) -> str:
        """Let what is changed be one of the choices, or a field by its id."""
        what: str = self.cleaned_data["what"]
        number = what.removeprefix(FIELD)
        is_field = what.startswith(FIELD) and number.isascii() and number.isdigit()
        if not is_field and what not in dict(WHAT):
            raise forms.ValidationError("Choose what is changed.")
        return what


def value_of(values: dict[str, Any]) -> Any:
    """Give what a bulk change changes into. Refuses with: invalid_input."""
    what = values["what"]
    if what == "priority" and not values["priority"]:
        raise invalid(priority="Choose a priority.")
    if what in {"tag", "untag"} and not values["tag"].strip():
        raise invalid(tag="Write the tag.")
    if what == "state" and not values["state"]:
        raise invalid(state="Choose a state.")
    named = {"tag": "tag", "untag": "tag", "snooze": "until", "wake": "until"}
    found = values[named.get(what, what)]
    return found.strip() if isinstance(found, str) else found
