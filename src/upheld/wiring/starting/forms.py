"""Reading the form that founds a company."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from upheld.foundation.forms import Form
from upheld.people.rules.beginnings import slug_of


class WelcomeForm(Form):
    """A company, its owner, and where it is."""

    name = forms.CharField(max_length=200, error_messages={"required": "Enter the company's name."})
    slug = forms.CharField(max_length=60, required=False)
    owner_name = forms.CharField(max_length=150, error_messages={"required": "Enter your name."})
    owner_email = forms.EmailField(error_messages={"required": "Enter your mail address."})
    password = forms.CharField(
        max_length=200, strip=False, error_messages={"required": "Choose a password."}
    )
    again = forms.CharField(max_length=200, strip=False, required=False)
    zone = forms.CharField(max_length=60, error_messages={"required": "Enter the time zone."})
    country = forms.CharField(max_length=2, required=False)
    subdivision = forms.CharField(max_length=10, required=False)
    currency = forms.CharField(
        max_length=3, error_messages={"required": "Choose the currency that you bill in."}
    )

    def clean_again(self) -> str:
        """Compare the two passwords."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise ValidationError("These two passwords differ.")
        return again

    def clean(self) -> dict[str, Any]:
        """Make the short name of the name where none was written."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values["slug"] = values.get("slug") or slug_of(values.get("name", "")) or "company"
        return values
