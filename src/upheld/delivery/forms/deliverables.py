"""The shapes of the forms of deliverables, handovers and sign-off."""

from __future__ import annotations

from django import forms

from upheld.delivery.rules.evidence import KIND_TITLES
from upheld.foundation.forms import Form

KIND_CHOICES = [(kind.value, title) for kind, title in KIND_TITLES.items()]
LARGEST_ID = 2**62


class EvidenceForm(Form):
    """Something that shows work done."""

    kind = forms.ChoiceField(choices=KIND_CHOICES)
    words = forms.CharField(max_length=1000, required=False)
    link = forms.CharField(max_length=500, required=False)
    file = forms.FileField(required=False, allow_empty_file=True, max_length=1000)


class ReasonForm(Form):
    """Why something is taken back."""

    reason = forms.CharField(max_length=500, required=False)


class GiveForm(Form):
    """To whom something is given, and why."""

    person = forms.IntegerField(
        min_value=1, max_value=LARGEST_ID, error_messages={"required": "Choose a person."}
    )
    reason = forms.CharField(max_length=500, required=False)


class ObjectionForm(Form):
    """Why somebody does not agree to keep a promise."""

    words = forms.CharField(
        max_length=1000,
        error_messages={"required": "Say what cannot be kept, and what could."},
    )
