"""Turning HTML input into values: no rules, no saving.

    class CompanyForm(Form):
        name = forms.CharField(max_length=200)

    values = CompanyForm.read(request)      # refuses with invalid_input, field by field

Templates show what was typed by `typed("name", company.name)`: after a refusal it gives the typed
text, otherwise the stored value.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from upheld.foundation.refusals import INVALID_INPUT, Refused, invalid
from upheld.foundation.values.effort import read_effort
from upheld.foundation.values.money_text import read_money
from upheld.foundation.values.rate import Rate

if TYPE_CHECKING:
    from django.http import QueryDict

    from upheld.foundation.doors.request import Request
    from upheld.foundation.values.money import Money

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199


class Typed:
    """What was typed in a refused post; gives the stored value where nothing was."""

    def __init__(self, posted: QueryDict | None) -> None:
        self._posted = posted

    def __call__(self, name: str, otherwise: Any = "") -> Any:
        """Give one field's typed text, or the stored value when no refused post led here."""
        return otherwise if self._posted is None else self._posted.get(name, "")

    def all(self, name: str, otherwise: Any = ()) -> Any:
        """Give all values of a field that may have several."""
        return otherwise if self._posted is None else self._posted.getlist(name)

    def ticked(self, name: str, otherwise: bool = False) -> bool:  # noqa: FBT001, FBT002  a template's call
        """Tell whether a checkbox is ticked."""
        return otherwise if self._posted is None else name in self._posted


class Form(forms.Form):
    """The shape of one HTML form's input."""

    @classmethod
    def read(cls, request: Request) -> dict[str, Any]:
        """Give the posted values by name; refuses with `invalid_input` naming each bad field."""
        form = cls(request.POST, request.FILES)
        if not form.is_valid():
            raise Refused(
                INVALID_INPUT,
                "Some of what was entered cannot be used.",
                remedy="Correct the marked fields and save again; nothing you typed is lost.",
                fields={name: [str(one) for one in errors] for name, errors in form.errors.items()},
            )
        _require_near(form.cleaned_data)
        return form.cleaned_data


def _require_near(values: dict[str, Any]) -> None:
    """Refuse days that no business has: next to the calendar's end no day can be added to them."""
    far = {
        name: f"Enter a year from {EARLIEST_YEAR} to {LATEST_YEAR}."
        for name, value in values.items()
        if isinstance(value, date) and not EARLIEST_YEAR <= value.year <= LATEST_YEAR
    }
    if far:
        raise invalid(**far)


class MomentField(forms.DateTimeField):
    """A moment typed in the reader's zone; there must be such a time on their clocks that day.

    Of an hour that the clocks show twice, Django cannot tell which is meant, so it is refused too.
    """

    def clean(self, value: Any) -> Any:
        """Read the moment, or say why it cannot be read."""
        try:
            return super().clean(value)
        except ValidationError as problem:
            if problem.error_list[0].code == "ambiguous_timezone":
                message = (
                    "The clocks change in that hour: enter a time that there is once that day."
                )
                raise ValidationError(message, "no_such_hour") from problem
            raise


class MoneyField(forms.CharField):
    """An amount typed by a person, in a given currency."""

    def __init__(self, *, currency: str, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.currency = currency

    def clean(self, value: Any) -> Money | None:
        """Read the amount, or say why it cannot be read."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_money(text, self.currency)
        except ValueError as problem:
            raise ValidationError(str(problem)) from problem


class EffortField(forms.CharField):
    """A length of work typed by a person ("1h15", "1.25"), as seconds."""

    def clean(self, value: Any) -> int | None:
        """Read the effort, or say why it cannot be read."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_effort(text)
        except ValueError as problem:
            raise ValidationError(str(problem)) from problem


class PercentField(forms.CharField):
    """A percentage typed by a person, as a rate."""

    def clean(self, value: Any) -> Rate | None:
        """Read the percentage, or say why it cannot be read."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return Rate.read(text)
        except ValueError as problem:
            raise ValidationError(str(problem)) from problem


def seen_version(request: Request) -> int | None:
    """Give the row's version that the person looked at, from a form or an If-Match header."""
    text = request.POST.get("version", "") or request.headers.get("If-Match", "").strip('W/"')
    return int(text) if text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004


def setting_aside(request: Request) -> frozenset[str]:
    """Give the codes of the cautions that the person knowingly sets aside."""
    return frozenset(request.POST.getlist("setting_aside"))
