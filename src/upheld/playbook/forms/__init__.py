"""The shapes of the forms of the playbook."""

from __future__ import annotations

from django import forms

from upheld.foundation.forms import Form
from upheld.playbook.models import ReportKind, StepState
from upheld.playbook.models.procedure import LONGEST_TEXT
from upheld.playbook.rules.standing import LONGEST_REVIEW, SHORTEST_REVIEW

LARGEST_ID = 2**62
LARGEST_NUMBER = 2**31 - 1
MOST_FILES, LARGEST_FILE = 300, 300_000


class DraftForm(Form):
    """What the next revision says, and why."""

    title = forms.CharField(max_length=150, error_messages={"required": "Name what is done by it."})
    text = forms.CharField(
        max_length=LONGEST_TEXT, strip=False, error_messages={"required": "Write the steps."}
    )
    why = forms.CharField(max_length=500, required=False)


class KeepForm(Form):
    """Whose a procedure is, what it is on, how often it is looked at again."""

    subject = forms.CharField(max_length=60, required=False)
    owner = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    review_every_days = forms.IntegerField(min_value=SHORTEST_REVIEW, max_value=LONGEST_REVIEW)


class PublishForm(Form):
    """What changed, in the words that people read first."""

    why = forms.CharField(max_length=500, error_messages={"required": "Say what changed and why."})


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(max_length=500, error_messages={"required": "Say why."})


class WithdrawForm(ReasonForm):
    """Why nobody is to follow it, and what they follow instead."""

    instead = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER)


class AnswerForm(Form):
    """A report's answer: the revision that corrects it, or why it stays as it is."""

    revision = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER)
    procedure = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER)
    answer = forms.CharField(max_length=1000, required=False)


class ReadForm(Form):
    """Which revision was read."""

    revision = forms.IntegerField(min_value=1, max_value=LARGEST_NUMBER)


class ReportForm(Form):
    """What was found, at which step, at which work."""

    kind = forms.ChoiceField(choices=ReportKind.choices)
    words = forms.CharField(max_length=1000, error_messages={"required": "Say what you found."})
    step = forms.IntegerField(required=False, min_value=1, max_value=32_000)
    run = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER)


class MissingForm(Form):
    """What there is no procedure for."""

    words = forms.CharField(
        max_length=1000, error_messages={"required": "Say what you had to do without one."}
    )
    kind = forms.CharField(max_length=20, required=False)
    on = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)


class RunForm(Form):
    """Which procedure is followed, on which piece of work."""

    procedure = forms.IntegerField(
        min_value=1, max_value=LARGEST_NUMBER, error_messages={"required": "Choose a procedure."}
    )
    kind = forms.CharField(max_length=20)
    on = forms.IntegerField(min_value=1, max_value=LARGEST_ID)


class StepForm(Form):
    """How a step went."""

    state = forms.ChoiceField(choices=StepState.choices)
    note = forms.CharField(max_length=500, required=False)
