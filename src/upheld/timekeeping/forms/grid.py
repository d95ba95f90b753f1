"""The shapes of the forms of My time."""

from __future__ import annotations

from django import forms

from upheld.foundation.forms import Form


class MoveForm(Form):
    """Where an entry stands from now on; with an end it also lasts until then."""

    day = forms.DateField(error_messages={"required": "Say on which day."})
    begins = forms.TimeField(error_messages={"required": "Say when it began."})
    ends = forms.TimeField(required=False)


class ProposalForm(Form):
    """Which proposal of which day is meant."""

    key = forms.CharField(max_length=100, error_messages={"required": "Say which one is meant."})
    day = forms.DateField(error_messages={"required": "Say of which day."})
