"""The shapes of the forms by which time is locked and opened again."""

from __future__ import annotations

from django import forms

from upheld.foundation.forms import Form


class LockForm(Form):
    """Up to which day time is settled."""

    through = forms.DateField(error_messages={"required": "Say up to which day."})


class UnlockForm(Form):
    """Up to which day time stays settled; none where all of it is opened."""

    through = forms.DateField(required=False)
    reason = forms.CharField(max_length=300, error_messages={"required": "Say why."})
