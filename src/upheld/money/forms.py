"""What is typed about money."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms

from upheld.foundation.forms import Form, MoneyField, PercentField
from upheld.foundation.values.rate import Rate
from upheld.money.queries.shares import PART_TITLES
from upheld.money.rules.commission import Base, CommissionRule, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

PARTS: Sequence[tuple[str, str]] = tuple((part.value, PART_TITLES[part]) for part in Part)
BASES: Sequence[tuple[str, str]] = (
    (Base.ONE_OFF.value, "A share of the one-off part"),
    (Base.MONTHLY.value, "A share of some months of what recurs"),
    (Base.HOURS.value, "A share of the hours"),
    (Base.CONTRACT_VALUE.value, "A share of the whole contract"),
    (Base.FLAT.value, "A flat sum"),
)


class MonthForm(Form):
    """A month, by any of its days."""

    month = forms.DateField(error_messages={"required": "Choose the month."})

    def clean_month(self) -> date:
        """Give the first day of the month."""
        day: date = self.cleaned_data["month"]
        return day.replace(day=1)


def rule_form(currency: str) -> type[Form]:
    """Give the form for a rule of commission, in the provider's currency."""

    class RuleForm(Form):
        title = forms.CharField(
            max_length=150, error_messages={"required": "Say the rule in a sentence."}
        )
        key = forms.SlugField(max_length=40, error_messages={"required": "Give it a short name."})
        part = forms.ChoiceField(choices=PARTS)
        base = forms.ChoiceField(choices=BASES)
        rate = PercentField(max_length=12, required=False)
        months = forms.IntegerField(min_value=0, max_value=60, required=False)
        flat = MoneyField(currency=currency, required=False)
        from_on = forms.DateField(error_messages={"required": "Enter the day it holds from."})

    return RuleForm


def rule_of(values: dict[str, Any]) -> CommissionRule:
    """Build the rule that a form's values describe."""
    base = Base(values["base"])
    return CommissionRule(
        key=values["key"],
        part=Part(values["part"]),
        base=base,
        from_day=values["from_on"],
        rate=Rate(0) if base is Base.FLAT else values["rate"] or Rate(0),
        months=(values["months"] or 0) if base is Base.MONTHLY else 0,
        flat=values["flat"],
    )
