"""The shapes of the reviews' forms."""

from __future__ import annotations

from django import forms

from upheld.foundation.forms import Form
from upheld.reviews.rules.answers import Answer


class AnswerForm(Form):
    """An answer to a review."""

    answer = forms.ChoiceField(
        choices=[(one.value, one.value) for one in Answer],
        error_messages={"required": "Choose an answer."},
    )
    reason = forms.CharField(max_length=1000, required=False)
    alternative = forms.CharField(max_length=1000, required=False)
    unease = forms.IntegerField(min_value=0, max_value=3, required=False)


class DelegateForm(Form):
    """Who answers instead."""

    person = forms.IntegerField(min_value=1)
    reason = forms.CharField(max_length=500, required=False)


class WithdrawForm(Form):
    """Why a question is taken back."""

    reason = forms.CharField(max_length=500, error_messages={"required": "Say why."})
