"""The form of what the company holds its time to."""

from __future__ import annotations

from typing import Any

from django import forms

from upheld.foundation.forms import EffortField, Form, PercentField
from upheld.foundation.values.rate import Rate
from upheld.people.roles import Role
from upheld.timekeeping.rules.reminding import REMINDED
from upheld.timekeeping.rules.standards import STANDARDS, Unit

ROLE_CHOICES = tuple((role.value, role.title) for role in Role if role.value in REMINDED)


class _StandardsForm(Form):
    """From which day on, who is reminded, and why."""

    holds_from = forms.DateField(error_messages={"required": "Enter the day it holds from."})
    roles = forms.MultipleChoiceField(choices=ROLE_CHOICES, required=False)
    reason = forms.CharField(max_length=300, required=False)


def read_standards(request: Any) -> dict[str, Any]:
    """Give what was entered: `figures` by key, `roles`, `holds_from` and `reason`."""
    fields = {one.key: _field_of(one.unit) for one in STANDARDS}
    form: type[Form] = type("StandardsForm", (_StandardsForm,), fields)
    values = form.read(request)
    figures = {one.key: values.pop(one.key) for one in STANDARDS}
    plain = {key: one.ppm if isinstance(one, Rate) else one for key, one in figures.items()}
    return {"figures": plain, **values}


def _field_of(unit: Unit) -> forms.Field:
    needed = {"required": "Enter a figure."}
    if unit is Unit.SHARE:
        return PercentField(error_messages=needed)
    if unit is Unit.EFFORT:
        return EffortField(error_messages=needed)
    return forms.IntegerField(min_value=0, max_value=10_000, error_messages=needed)
