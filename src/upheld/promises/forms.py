"""The shapes of the promises' forms."""

from __future__ import annotations

from django import forms

from upheld.customers.models import Company
from upheld.foundation.forms import Form, MomentField
from upheld.people.models import Person
from upheld.promises.models import Source

SAID_ALOUD = (Source.MEETING, Source.COMPLAINT, Source.CLAIM)
"""Where a promise may come from that somebody enters by hand; the others come with their texts."""


class PromiseForm(Form):
    """A promise that was said."""

    words = forms.CharField(
        max_length=500, error_messages={"required": "Write what is promised, as it was said."}
    )
    source = forms.ChoiceField(choices=[(one.value, one.label) for one in SAID_ALOUD])
    due_at = MomentField(
        required=False, error_messages={"invalid": "Enter a day and a time of day."}
    )
    company = forms.CharField(max_length=200, required=False)
    owner = forms.IntegerField(required=False, min_value=1)
    shown_by = forms.CharField(max_length=300, required=False)

    def clean_company(self) -> Company | None:
        """Find the customer by its name or number."""
        typed: str = self.cleaned_data["company"].strip()
        if not typed:
            return None
        found = Company.objects.filter(name__iexact=typed)
        if typed.isdecimal() and len(typed) < 10:  # noqa: PLR2004  what a number column holds
            found = Company.objects.filter(number=int(typed)) or found
        company: Company | None = found.first()
        if company is None:
            raise forms.ValidationError("There is no customer of this name or number.")
        return company

    def clean_owner(self) -> Person | None:
        """Find the person."""
        pk = self.cleaned_data["owner"]
        if pk is None:
            return None
        person: Person | None = Person.objects.filter(pk=pk, active=True).first()
        if person is None:
            raise forms.ValidationError("Choose somebody who works here.")
        return person


class OfferForm(PromiseForm):
    """A promise while it may still be changed; its source stays."""

    source = None  # type: ignore[assignment]  # Django's way to drop an inherited field


class KeepForm(Form):
    """What shows that a promise was kept."""

    shown = forms.CharField(max_length=500, required=False)


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(max_length=450, required=False)


class ReleaseForm(ReasonForm):
    """Why, and who of theirs said so."""

    released_by = forms.CharField(max_length=150, required=False)


class ReplaceForm(ReasonForm):
    """Which promise takes the place."""

    replacement = forms.IntegerField(
        min_value=1,
        max_value=2**31 - 1,
        error_messages={"required": "Enter the number of the other promise."},
    )


class OwnerForm(ReasonForm):
    """Who keeps it from now on."""

    owner = forms.IntegerField(min_value=1)
