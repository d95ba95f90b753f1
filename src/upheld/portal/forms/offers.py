"""What a buyer types about a proposal."""

from __future__ import annotations

from django import forms

from upheld.foundation.forms import Form


class QuestionForm(Form):
    """A question about what was sent."""

    words = forms.CharField(max_length=2000, error_messages={"required": "Write your question."})


class ShownForm(Form):
    """The fingerprint of the text that was shown."""

    shown = forms.RegexField(
        r"^[0-9a-f]{64}$",
        max_length=64,
        error_messages={
            "required": "Open the proposal and begin again from there.",
            "invalid": "Open the proposal and begin again from there.",
        },
    )


class SigningForm(ShownForm):
    """A signature: typed name, consent and code."""

    typed_name = forms.CharField(
        max_length=150, error_messages={"required": "Type your name as your signature."}
    )
    code = forms.CharField(max_length=20, error_messages={"required": "Type the code we sent."})
    agreed = forms.BooleanField(required=False)


class DecliningForm(Form):
    """Why a proposal is declined."""

    reason = forms.CharField(
        max_length=1000, error_messages={"required": "Say in a few words why."}
    )
