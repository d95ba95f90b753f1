"""The shape of the form by which a manager says what was agreed about pace."""

from __future__ import annotations

from django import forms

from upheld.foundation.forms import Form


class AgreedForm(Form):
    """What was agreed."""

    answer = forms.CharField(max_length=500, error_messages={"required": "Say what was agreed."})
