"""Reading the forms of people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from upheld.foundation.forms import EffortField, Form, MoneyField, PercentField
from upheld.foundation.refusals import invalid
from upheld.people.lists import STAFF_ROLES
from upheld.people.rules.functions import FUNCTIONS
from upheld.people.rules.policies import MONTHS, POLICIES, SEASON_LENGTHS, Unit
from upheld.people.rules.week import WEEKDAYS, Hours, read_day

LEAVE_KINDS = (
    ("holiday", "Holiday"),
    ("sick", "Sick"),
    ("training", "Training"),
    ("other", "Other"),
)
_ID: dict[str, Any] = {"required": False, "min_value": 1, "max_value": 2**62}


class PersonForm(Form):
    """Somebody's particulars."""

    name = forms.CharField(max_length=150, error_messages={"required": "Enter the name."})
    title = forms.CharField(max_length=100, required=False)
    role = forms.ChoiceField(choices=STAFF_ROLES)
    team = forms.CharField(max_length=100, required=False)
    manager = forms.IntegerField(**_ID)
    schedule = forms.IntegerField(**_ID)
    zone = forms.CharField(max_length=60, required=False)
    skills = forms.CharField(max_length=500, required=False)

    def clean_skills(self) -> list[str]:
        """Read a comma-separated list."""
        typed: str = self.cleaned_data["skills"]
        return [part.strip()[:60] for part in typed.split(",") if part.strip()]


class NewPersonForm(PersonForm):
    """Somebody who joins."""

    email = forms.EmailField(error_messages={"required": "Enter the address they sign in with."})
    hired_on = forms.DateField(required=False)


class AddressForm(Form):
    """The address somebody signs in with."""

    email = forms.EmailField(error_messages={"required": "Enter the address."})


class LeavingForm(Form):
    """Somebody's last day."""

    last_day = forms.DateField(error_messages={"required": "Enter the last day."})


class FunctionForm(Form):
    """What somebody answers for."""

    function = forms.ChoiceField(choices=FUNCTIONS)
    rank = forms.IntegerField(required=False, min_value=0, max_value=99)


class LeaveForm(Form):
    """Days on which somebody is away."""

    first_on = forms.DateField(error_messages={"required": "Enter the first day."})
    last_on = forms.DateField(error_messages={"required": "Enter the last day."})
    kind = forms.ChoiceField(choices=LEAVE_KINDS)


class DayForm(Form):
    """A day that is closed, or open in spite of a public holiday."""

    on = forms.DateField(error_messages={"required": "Enter the day."})
    name = forms.CharField(max_length=100, error_messages={"required": "Say why."})
    kept_open = forms.BooleanField(required=False)


class ScheduleForm(Form):
    """Weekly hours under a name; one line a day, such as 09:00-12:30, 13:00-17:30."""

    name = forms.CharField(max_length=80, error_messages={"required": "Give the hours a name."})
    zone = forms.CharField(max_length=60, error_messages={"required": "Enter the time zone."})
    observes_holidays = forms.BooleanField(required=False)
    is_default = forms.BooleanField(required=False)
    day_0 = forms.CharField(max_length=100, required=False)
    day_1 = forms.CharField(max_length=100, required=False)
    day_2 = forms.CharField(max_length=100, required=False)
    day_3 = forms.CharField(max_length=100, required=False)
    day_4 = forms.CharField(max_length=100, required=False)
    day_5 = forms.CharField(max_length=100, required=False)
    day_6 = forms.CharField(max_length=100, required=False)


def read_week(values: dict[str, Any]) -> Hours:
    """Take seven lines of hours out of a form's values; refuses with invalid_input."""
    week: Hours = {}
    for day in range(len(WEEKDAYS)):
        try:
            pairs = read_day(values.pop(f"day_{day}"))
        except ValueError:
            raise invalid(**{f"day_{day}": "Write the hours as 09:00-17:30."}) from None
        if pairs:
            week[str(day)] = pairs
    return week


def pay_form(currency: str) -> type[Form]:
    """Give the form for what somebody costs in a year, in the provider's currency."""

    class PayForm(Form):
        from_on = forms.DateField(error_messages={"required": "Enter the day it holds from."})
        salary = MoneyField(currency=currency, error_messages={"required": "Enter the salary."})
        employer_taxes = MoneyField(currency=currency)
        benefits = MoneyField(currency=currency)
        overhead = MoneyField(currency=currency)
        available = EffortField(error_messages={"required": "Enter the hours of a year."})

    return PayForm


class CompanyForm(Form):
    """Who the company is and where."""

    name = forms.CharField(max_length=200, error_messages={"required": "Enter the name."})
    zone = forms.CharField(max_length=60, error_messages={"required": "Enter the time zone."})
    country = forms.CharField(max_length=2, required=False)
    subdivision = forms.CharField(max_length=10, required=False)
    currency = forms.CharField(max_length=3, error_messages={"required": "Choose the currency."})
    mfa_required = forms.BooleanField(required=False)
    usual_hours = forms.IntegerField(**_ID)


MONTH_CHOICES = tuple((str(place), name) for place, name in enumerate(MONTHS, 1))
SEASON_CHOICES = tuple((str(months), Unit.MONTHS.written(months)) for months in SEASON_LENGTHS)


def policies_form() -> type[Form]:
    """Give the form for what the company wants: a field for each policy, by its unit."""
    fields = {key: _field_of(one.unit) for key, one in POLICIES.items()}
    fields["holds_from"] = forms.DateField(required=False)
    return type("PoliciesForm", (Form,), fields)


def _field_of(unit: Unit) -> forms.Field:
    needed = {"required": "Enter a figure."}
    if unit is Unit.SHARE:
        return PercentField(error_messages=needed)
    if unit is Unit.EFFORT:
        return EffortField(error_messages=needed)
    choices = MONTH_CHOICES if unit is Unit.MONTH else SEASON_CHOICES
    return forms.TypedChoiceField(choices=choices, coerce=int)


class TokenForm(Form):
    """A key for a program."""

    person = forms.IntegerField(min_value=1, max_value=2**62)
    name = forms.CharField(max_length=100, error_messages={"required": "Say what it is for."})
    days = forms.TypedChoiceField(
        choices=[("30", "30 days"), ("90", "90 days"), ("365", "A year"), ("", "Never")],
        coerce=int, required=False, empty_value=None,
    )  # fmt: skip

    def clean_days(self) -> timedelta | None:
        """Give how long the key works."""
        days: int | None = self.cleaned_data["days"]
        return timedelta(days=days) if days else None
