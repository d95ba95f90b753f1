"""Forms about deals and their evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from upheld.customers.models import BuyingPart
from upheld.foundation.forms import Form, MoneyField, PercentField
from upheld.selling.models import Origin

if TYPE_CHECKING:
    from typing import Any

LARGEST_ID = 2**62


def row_id(*, required: bool = False, missing: str = "Choose one.") -> forms.IntegerField:
    """Build the field for the id of a row that the page offered."""
    return forms.IntegerField(
        required=required, min_value=1, max_value=LARGEST_ID, error_messages={"required": missing}
    )


class Ids(forms.Field):
    """Several ids of rows that the page offered, as ticked boxes send them."""

    widget = forms.SelectMultiple
    MOST = 200

    def clean(self, value: Any) -> list[int]:
        """Give the ids; anything that is none is left out, as it was never offered."""
        chosen = list(super().clean(value) or [])[: self.MOST]
        return [int(one) for one in chosen if one.isdecimal() and int(one) <= LARGEST_ID]


class StepForm(Form):
    """What happens next, and by when."""

    next_step = forms.CharField(max_length=200, error_messages={"required": "Say what is next."})
    next_step_on = forms.DateField(error_messages={"required": "Say by when."})


class WorkForm(Form):
    """Work on a deal, in one line as the capture bar takes it."""

    line = forms.CharField(max_length=300, error_messages={"required": "Say how long it took."})


class EvidenceForm(Form):
    """What shows that something is true of a deal."""

    words = forms.CharField(
        max_length=500, error_messages={"required": "Write down what was said or seen."}
    )
    contact = row_id()


class ReasonForm(Form):
    """Why something is taken back or called off."""

    reason = forms.CharField(max_length=300, error_messages={"required": "Say why."})


class LossForm(Form):
    """To whom a deal is lost, and why."""

    reason = forms.CharField(
        max_length=500, error_messages={"required": "Say why the deal was lost."}
    )
    lost_to = forms.CharField(max_length=150, required=False)


class DealContactForm(Form):
    """Somebody of the company's and their part in buying."""

    contact = row_id(required=True, missing="Choose who.")
    part = forms.ChoiceField(choices=BuyingPart.choices)


def deal_form(currency: str) -> type[Form]:
    """Build the form of a deal whose amounts are in a currency."""

    class DealForm(Form):
        """A deal's particulars."""

        title = forms.CharField(
            max_length=200, error_messages={"required": "Say what the deal is about."}
        )
        origin = forms.ChoiceField(choices=Origin.choices)
        owner = row_id(required=True, missing="Choose who sells it.")
        engineer = row_id()
        finder = row_id()
        one_off = MoneyField(currency=currency, required=False)
        monthly = MoneyField(currency=currency, required=False)
        confidence = PercentField(max_length=12, required=False)
        expected_on = forms.DateField(required=False)

    return DealForm


class CompanyOfDealForm(Form):
    """Whose deal it is."""

    company = forms.IntegerField(
        min_value=1, max_value=2**31 - 1, error_messages={"required": "Choose the customer."}
    )
