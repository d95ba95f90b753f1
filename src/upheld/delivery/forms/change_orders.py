"""The shapes of the forms of change orders."""

from __future__ import annotations

from django import forms

from upheld.delivery.forms.deliverables import KIND_CHOICES, LARGEST_ID
from upheld.foundation.forms import EffortField, Form, MoneyField


def change_order_form(currency: str) -> type[Form]:
    """Give the form of a change order in an agreement's currency."""

    class ChangeOrderForm(Form):
        """A wish that the statement of work does not hold."""

        title = forms.CharField(max_length=200, error_messages={"required": "Say what is wanted."})
        criterion = forms.CharField(max_length=500, required=False)
        evidence_kind = forms.ChoiceField(choices=KIND_CHOICES)
        function = forms.CharField(max_length=40, required=False)
        due_on = forms.DateField(required=False)
        price = MoneyField(currency=currency, required=False)
        cost_seconds = EffortField(required=False)
        unbilled_because = forms.CharField(max_length=300, required=False)
        asked_by = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)

    return ChangeOrderForm


class WithdrawalForm(Form):
    """Why a change order is taken back."""

    reason = forms.CharField(max_length=500, error_messages={"required": "Say why."})
