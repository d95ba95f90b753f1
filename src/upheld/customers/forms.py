"""The shapes of the customers' forms."""

from __future__ import annotations

from datetime import timedelta

from django import forms

from upheld.customers.models import BuyingPart, Standing
from upheld.foundation.forms import Form

RISK = (("", "Not known"), ("low", "Low"), ("medium", "Medium"), ("high", "High"))


class CompanyForm(Form):
    """A company's particulars."""

    name = forms.CharField(max_length=200, error_messages={"required": "Enter the name."})
    standing = forms.ChoiceField(choices=Standing.choices)
    does = forms.CharField(max_length=300, required=False)
    industry = forms.CharField(max_length=80, required=False)
    headcount = forms.IntegerField(min_value=0, max_value=10_000_000, required=False)
    devices = forms.IntegerField(min_value=0, max_value=10_000_000, required=False)
    regulation = forms.CharField(max_length=300, required=False)
    risk_tolerance = forms.ChoiceField(choices=RISK, required=False)
    country = forms.CharField(max_length=60, required=False)
    website = forms.CharField(max_length=200, required=False)

    def clean_regulation(self) -> list[str]:
        """Read a comma-separated list of regimes."""
        typed: str = self.cleaned_data["regulation"]
        return [part.strip() for part in typed.split(",") if part.strip()]


class ContactForm(Form):
    """A contact's particulars."""

    name = forms.CharField(max_length=150, error_messages={"required": "Enter the name."})
    email = forms.EmailField(required=False)
    phone = forms.CharField(max_length=40, required=False)
    title = forms.CharField(max_length=100, required=False)
    technical = forms.ChoiceField(choices=[(str(n), str(n)) for n in range(6)], required=False)
    part = forms.ChoiceField(choices=BuyingPart.choices)
    may_sign = forms.BooleanField(required=False)

    def clean_technical(self) -> int:
        """Give 0 to 5; 0 where nothing was said."""
        return int(self.cleaned_data["technical"] or 0)


class ContactKeyForm(Form):
    """A key for a customer's program."""

    contact = forms.IntegerField(min_value=1, max_value=2**62)
    name = forms.CharField(max_length=100, error_messages={"required": "Say what it is for."})
    days = forms.TypedChoiceField(
        choices=[("30", "30 days"), ("90", "90 days"), ("365", "A year"), ("", "Never")],
        coerce=int, required=False, empty_value=None,
    )  # fmt: skip

    def clean_days(self) -> timedelta | None:
        """Give how long the key works."""
        days: int | None = self.cleaned_data["days"]
        return timedelta(days=days) if days else None


class HouseRuleForm(Form):
    """A rule in the customer's words."""

    words = forms.CharField(max_length=300, error_messages={"required": "Write the rule down."})
    told_by = forms.CharField(max_length=150, error_messages={"required": "Say who told us."})
    contact = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    champion = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    not_before = forms.TimeField(required=False)
    not_after = forms.TimeField(required=False)
    place = forms.CharField(max_length=150, required=False)
    topic = forms.CharField(max_length=150, required=False)
    ask_first = forms.BooleanField(required=False)


class EndRuleForm(Form):
    """Why a rule no longer holds."""

    reason = forms.CharField(max_length=300, error_messages={"required": "Say why it ended."})
