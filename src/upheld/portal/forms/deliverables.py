"""The customer's answer to a piece of work or a change."""

from __future__ import annotations

from django import forms

from upheld.foundation.forms import Form

ANSWERS = (("accepted", "Accept"), ("rejected", "Reject"))


class AnswerForm(Form):
    """Yes or no to exactly what was shown."""

    answer = forms.ChoiceField(
        choices=ANSWERS, error_messages={"required": "Say whether you accept it."}
    )
    reasons = forms.CharField(max_length=2000, required=False)
    shown = forms.RegexField(r"^[0-9a-f]{64}$", max_length=64)


class ChangeAnswerForm(Form):
    """Yes or no to a change."""

    answer = forms.ChoiceField(
        choices=(("agreed", "Agree"), ("declined", "Decline")),
        error_messages={"required": "Say whether you agree to it."},
    )
    reasons = forms.CharField(max_length=1000, required=False)
    shown = forms.RegexField(r"^[0-9a-f]{64}$", max_length=64)


class WishForm(Form):
    """Something beyond what was agreed."""

    work = forms.IntegerField(
        min_value=1, max_value=2**31 - 1,
        error_messages={"required": "Say which work it belongs to."},
    )  # fmt: skip
    title = forms.CharField(max_length=200, error_messages={"required": "Say what you wish for."})
    criterion = forms.CharField(max_length=500, required=False)
