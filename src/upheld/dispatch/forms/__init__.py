"""The shapes of the forms of dispatch."""

from __future__ import annotations

from django import forms

from upheld.dispatch.models import LONGEST_NOTE, LONGEST_TITLE
from upheld.foundation.forms import Form
from upheld.foundation.values.effort import HOUR, read_effort

LONGEST_ASKED = 100_000 * 3600
"""A hundred thousand hours: more than a company has."""


class QuestionForm(Form):
    """A promise that is thought about: how many hours, by when, of whom."""

    hours = forms.CharField(max_length=40)
    due = forms.DateField()
    of = forms.CharField(max_length=120, required=False)

    def clean_hours(self) -> int:
        """Read the effort, a bare number as hours; refuse none, and more than anybody has."""
        try:
            seconds = read_effort(self.cleaned_data["hours"], bare_unit=HOUR)
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from problem
        if not 0 < seconds <= LONGEST_ASKED:
            raise forms.ValidationError("Enter more than nothing, and at most 100,000 hours.")
        return seconds


class BlockForm(Form):
    """A stretch of somebody's time on a day: the clock as it stands where they are."""

    person = forms.SlugField(max_length=40)
    day = forms.DateField()
    starts = forms.TimeField()
    ends = forms.TimeField()
    title = forms.CharField(max_length=LONGEST_TITLE, required=False)
    note = forms.CharField(max_length=LONGEST_NOTE, required=False)


class NewBlockForm(BlockForm):
    """The same with what it is on: a kind, and the number or the words for it."""

    kind = forms.CharField(max_length=20)
    on = forms.CharField(max_length=150, required=False)


class DropForm(Form):
    """Where a card was put down, as "dana 2026-03-10", and of new work what it is on.

    `starts` is the hour at which it was put down, where the day is shown by the hour.
    """

    column = forms.CharField(max_length=60)
    starts = forms.TimeField(required=False)
    kind = forms.CharField(max_length=20, required=False)
    on = forms.CharField(max_length=150, required=False)
