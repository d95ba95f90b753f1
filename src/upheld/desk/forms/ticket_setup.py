"""The shapes of the forms by which a desk is set up: templates, queues."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms

from upheld.desk.forms.ticket_links import LARGEST_NUMBER
from upheld.desk.forms.tickets import LARGEST, PRIORITY_CHOICES, TagsField
from upheld.desk.models.ticket_field import KIND_TITLES, WANTED_TITLES
from upheld.desk.rules.recurrence import DAYS, NTHS, Recurrence, Unit
from upheld.foundation.forms import Form
from upheld.foundation.refusals import invalid

if TYPE_CHECKING:
    from upheld.foundation.doors.request import Request

MOST_CHOSEN = 200
LONGEST_TYPED = 500
HOWS = (
    ("week", "Weeks: on the weekdays below"),
    ("nth", "Months: on the first, second … of the weekdays below"),
    ("date", "Months: on a day of the month"),
    ("day", "Days"),
    ("year", "Years: on the day on which it begins"),
)
NTH_CHOICES = tuple((str(key), title) for key, title in NTHS.items())
WEEKDAY_CHOICES = tuple((str(key), title) for key, title in enumerate(DAYS))


class LinesField(forms.CharField):
    """One thing on each line."""

    def clean(self, value: Any) -> list[str]:
        """Read the lines that say something."""
        text = super().clean(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]


class NumbersField(forms.MultipleChoiceField):
    """Whole numbers, any of them; which there are is the view's business."""

    def validate(self, value: Any) -> None:
        """Take none as well."""

    def clean(self, value: Any) -> list[int]:
        """Read whole numbers that a database can hold."""
        texts = [text for text in super().clean(value) if text]
        wrong = [t for t in texts if not (t.isascii() and t.isdigit()) or int(t) > LARGEST]
        if wrong or len(texts) > MOST_CHOSEN:
            raise forms.ValidationError("Choose from the list.")
        return [int(text) for text in texts]


class TemplateForm(Form):
    """All that a template says."""

    name = forms.CharField(max_length=100, error_messages={"required": "Give it a name."})
    title = forms.CharField(
        max_length=200, error_messages={"required": "Say what its tickets are about."}
    )
    text = forms.CharField(max_length=20_000, required=False)
    kind = forms.CharField(max_length=60, required=False)
    priority = forms.TypedChoiceField(choices=PRIORITY_CHOICES, coerce=int)
    queue = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    assignee = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    tags = TagsField(max_length=500, required=False)
    checks = LinesField(max_length=12_000, required=False)
    procedures = NumbersField(required=False)


class CheckForm(Form):
    """Whether a thing is done."""

    done = forms.ChoiceField(choices=(("yes", "Done"), ("no", "Open")))


class NewCheckForm(Form):
    """One more thing to tick."""

    words = forms.CharField(max_length=200, error_messages={"required": "Say what is to be done."})


class QueueForm(Form):
    """A queue: what it is for, who looks after it, how its list opens."""

    name = forms.CharField(max_length=60, error_messages={"required": "Give it a name."})
    about = forms.CharField(max_length=200, required=False)
    people = NumbersField(required=False)
    view = forms.CharField(max_length=20, required=False)


class IntoQueueForm(Form):
    """Which queue a ticket is put into."""

    queue = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)


class FieldForm(Form):
    """A field of tickets."""

    name = forms.CharField(max_length=60, error_messages={"required": "Give it a name."})
    kind = forms.ChoiceField(choices=KIND_TITLES)
    choices = LinesField(max_length=4_000, required=False)
    wanted = forms.ChoiceField(choices=WANTED_TITLES, required=False)
    for_kinds = TagsField(max_length=1_000, required=False)
    place = forms.IntegerField(min_value=0, max_value=999, required=False)


class TagForm(Form):
    """A tag."""

    tag = forms.CharField(max_length=40, error_messages={"required": "Say which tag."})


class TagRenameForm(TagForm):
    """A tag, and what it is called instead."""

    to = forms.CharField(max_length=40, error_messages={"required": "Write its new name."})


_FIELD = re.compile(r"field_(\d{1,18})")


def answers_in(request: Request) -> dict[int, str]:
    """Give what was typed into the provider's own fields, by their ids."""
    named = ((_FIELD.fullmatch(name), name) for name in request.POST)
    found = {int(match[1]): str(request.POST.get(name, "")) for match, name in named if match}
    if any("\0" in text or len(text) > LONGEST_TYPED for text in found.values()):
        raise invalid(fields=f"Write at most {LONGEST_TYPED} characters into a field.")
    return found


class RecurringForm(Form):
    """What recurs: by which template, for whom, on which days."""

    template = forms.IntegerField(
        min_value=1, max_value=LARGEST_NUMBER, error_messages={"required": "Choose a template."}
    )
    title = forms.CharField(max_length=200, required=False)
    company = forms.IntegerField(min_value=1, max_value=LARGEST_NUMBER, required=False)
    contact = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    agreement = forms.IntegerField(min_value=1, max_value=LARGEST_NUMBER, required=False)
    assignee = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    how = forms.ChoiceField(choices=HOWS)
    every = forms.IntegerField(min_value=1, max_value=60)
    weekdays = NumbersField(required=False)
    nth = forms.TypedChoiceField(choices=NTH_CHOICES, coerce=int, required=False, empty_value="1")
    day = forms.IntegerField(min_value=1, max_value=31, required=False)
    starts_on = forms.DateField(error_messages={"required": "Say from which day on."})
    until_on = forms.DateField(required=False)
    time = forms.TimeField(error_messages={"required": "Say at what time of the day."})


def recurrence_of(values: dict[str, Any]) -> Recurrence:
    """Take the days out of what was typed."""
    how, nth = values.pop("how"), int(values.pop("nth"))
    unit = Unit.MONTH if how in {"nth", "date"} else Unit(how)
    weekdays = tuple(values.pop("weekdays"))
    day = values.pop("day") or 0
    return Recurrence(
        unit, values.pop("starts_on"), values.pop("every"),
        weekdays=weekdays if how in {"week", "nth"} else (), nth=nth if how == "nth" else 0,
        day=day if how == "date" else 0, until_on=values.pop("until_on"),
    )  # fmt: skip


def how_of(rule: Recurrence) -> str:
    """Give the choice of the form that stands for a recurrence."""
    if rule.unit is not Unit.MONTH:
        return rule.unit.value
    return "nth" if rule.nth else "date"
