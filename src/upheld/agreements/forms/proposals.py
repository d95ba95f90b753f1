"""Forms about proposals and their parts."""

from __future__ import annotations

from django import forms

from upheld.agreements.queries.proposals import EVIDENCE_KINDS, SILENCE_TITLES
from upheld.agreements.rules.pricing import LineKind
from upheld.foundation.forms import EffortField, Form, MoneyField, PercentField
from upheld.people.rules.functions import FUNCTIONS

LARGEST_ID = 2**62
KINDS = (
    (LineKind.ONE_OFF.value, "Once"),
    (LineKind.MONTHLY.value, "Monthly"),
    (LineKind.HOURS.value, "By the hour"),
)


def row_id(*, required: bool = False, missing: str = "Choose one.") -> forms.IntegerField:
    """Build the field for the id of a row that the page offered."""
    return forms.IntegerField(
        required=required, min_value=1, max_value=LARGEST_ID, error_messages={"required": missing}
    )


class ProposalForm(Form):
    """A proposal's particulars."""

    title = forms.CharField(max_length=200, error_messages={"required": "Give it a title."})
    signer = row_id()
    months = forms.IntegerField(min_value=1, max_value=120)
    starts_on = forms.DateField(required=False)
    valid_until = forms.DateField(required=False)
    intro = forms.CharField(max_length=5000, required=False)
    sign_off_days = forms.IntegerField(min_value=1, max_value=90)
    silence = forms.ChoiceField(choices=SILENCE_TITLES)


class DeliverableForm(Form):
    """A deliverable without its price."""

    title = forms.CharField(max_length=200, error_messages={"required": "Say what will be done."})
    criterion = forms.CharField(max_length=500, required=False)
    evidence_kind = forms.ChoiceField(choices=EVIDENCE_KINDS, required=False)
    starts_on = forms.DateField(required=False)
    due_on = forms.DateField(required=False)
    function = forms.ChoiceField(choices=FUNCTIONS)


class TermForm(Form):
    """A term's words; title and function only for a clause of the customer's own."""

    title = forms.CharField(max_length=150, required=False)
    function = forms.ChoiceField(choices=FUNCTIONS, required=False)
    text = forms.CharField(max_length=20_000, error_messages={"required": "Write the term."})


class EstimateForm(Form):
    """What a deliverable takes, as a range."""

    low = EffortField(max_length=20, error_messages={"required": "Give the least."})
    likely = EffortField(max_length=20, error_messages={"required": "Give the likely effort."})
    high = EffortField(max_length=20, error_messages={"required": "Give the most."})
    note = forms.CharField(max_length=500, required=False)


class WordingForm(Form):
    """Why a wording may stand."""

    text = forms.CharField(max_length=20_000)
    because = forms.CharField(max_length=300, error_messages={"required": "Say why it may stand."})


class ClaimForm(Form):
    """Which claim a proposal carries."""

    claim = forms.IntegerField(
        min_value=1, max_value=2**31 - 1, error_messages={"required": "Choose a claim."}
    )


class PartForm(Form):
    """Which part is taken out."""

    part = forms.ChoiceField(
        choices=[(one, one) for one in ("line", "deliverable", "term", "claim")]
    )
    id = row_id(required=True)


class ReasonForm(Form):
    """Why something is taken back."""

    reason = forms.CharField(max_length=500, error_messages={"required": "Say why."})


class AnswerForm(Form):
    """An answer to the buyer."""

    answer = forms.CharField(max_length=2000, error_messages={"required": "Write the answer."})


def price_form(currency: str) -> type[Form]:
    """Build the form of a price in a currency."""

    class PriceForm(Form):
        """A deliverable's part of the one-off price."""

        price = MoneyField(currency=currency, required=False)

    return PriceForm


def line_form(currency: str) -> type[Form]:
    """Build the form of a line whose amounts are in a currency."""

    class LineForm(Form):
        """A line; a service brings what is left empty."""

        service = row_id()
        kind = forms.ChoiceField(choices=KINDS, required=False)
        title = forms.CharField(max_length=200, required=False)
        quantity = forms.CharField(max_length=20, required=False)
        list_price = MoneyField(currency=currency, required=False)
        cost = MoneyField(currency=currency, required=False)
        discount = PercentField(max_length=12, required=False)

    return LineForm
