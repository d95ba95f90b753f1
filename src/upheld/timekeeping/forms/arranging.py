"""The shapes of the forms by which entries are split, merged and copied."""

from __future__ import annotations

from django import forms

from upheld.foundation.forms import EffortField, Form


class SplitForm(Form):
    """After how much of the entry the second part begins."""

    after_seconds = EffortField(error_messages={"required": "Say how long the first part was."})
    second_note = forms.CharField(max_length=500, required=False)


class CopyForm(Form):
    """The day on which the same was done."""

    day = forms.DateField(error_messages={"required": "Say on which day."})
