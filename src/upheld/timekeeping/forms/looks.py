"""The shapes of the forms of second looks."""

from __future__ import annotations

from django import forms

from upheld.foundation.forms import Form


class QuestionForm(Form):
    """What a manager wants to know."""

    question = forms.CharField(
        max_length=300, error_messages={"required": "Say what you want to know."}
    )


class ExplanationForm(Form):
    """How it was."""

    answer = forms.CharField(
        max_length=500, error_messages={"required": "Say how it was, or correct the entry."}
    )
