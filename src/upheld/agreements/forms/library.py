"""Forms about services and clauses."""

from __future__ import annotations

from django import forms

from upheld.agreements.forms.proposals import KINDS
from upheld.foundation.forms import Form, MoneyField
from upheld.people.rules.functions import FUNCTIONS


class ClauseForm(Form):
    """A standard clause."""

    key = forms.SlugField(
        max_length=40,
        error_messages={
            "required": "Give it a short key, such as answer-times.",
            "invalid": "Use letters, digits and hyphens only.",
        },
    )
    title = forms.CharField(max_length=150, error_messages={"required": "Give it a title."})
    function = forms.ChoiceField(choices=FUNCTIONS)
    text = forms.CharField(max_length=20_000, error_messages={"required": "Write the clause."})
    always = forms.BooleanField(required=False)


def service_form(currency: str) -> type[Form]:
    """Build the form of a service priced in a currency."""

    class ServiceForm(Form):
        """A service and its list price."""

        key = forms.SlugField(
            max_length=40,
            error_messages={
                "required": "Give it a short key, such as managed-workplace.",
                "invalid": "Use letters, digits and hyphens only.",
            },
        )
        title = forms.CharField(
            max_length=200, error_messages={"required": "Enter what it is called."}
        )
        unit = forms.ChoiceField(choices=KINDS)
        list_price = MoneyField(
            currency=currency, error_messages={"required": "Enter the list price."}
        )
        cost = MoneyField(currency=currency, required=False)
        function = forms.ChoiceField(choices=FUNCTIONS, required=False)
        retired = forms.BooleanField(required=False)

    return ServiceForm
