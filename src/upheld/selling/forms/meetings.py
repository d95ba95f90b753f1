"""Forms about meetings and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from upheld.foundation.forms import Form
from upheld.foundation.lists.given import is_storable
from upheld.foundation.refusals import invalid
from upheld.selling.forms.deals import Ids, row_id
from upheld.selling.models import MeetingKind
from upheld.selling.models.gap import ANSWERS
from upheld.selling.models.meeting import MEANS, RESULTS
from upheld.selling.rules.meetings import DemoRole

if TYPE_CHECKING:
    from upheld.foundation.doors.request import Request

LENGTHS = (
    (15, "15 minutes"), (30, "30 minutes"), (45, "45 minutes"), (60, "1 hour"),
    (90, "1 h 30"), (120, "2 hours"), (180, "3 hours"), (240, "4 hours"), (480, "8 hours"),
)  # fmt: skip
"""How long a meeting may be said to last, in minutes."""

LONGEST_KEY = 18
"""Digits of a row's key that any database can look for."""


class MeetingForm(Form):
    """A meeting's plan. The start is read by the clocks of the reader's zone."""

    title = forms.CharField(max_length=200, error_messages={"required": "Name the meeting."})
    kind = forms.ChoiceField(choices=MeetingKind.choices)
    means = forms.ChoiceField(choices=MEANS)
    starts_at = forms.CharField(
        max_length=40, error_messages={"required": "Enter a day and a time."}
    )
    minutes = forms.TypedChoiceField(choices=LENGTHS, coerce=int)
    place = forms.CharField(max_length=150, required=False)
    agenda = forms.CharField(max_length=2000, required=False)
    guests = Ids(required=False)
    released_by = row_id()
    released_because = forms.CharField(max_length=300, required=False)


class ReadinessForm(Form):
    """An answer to one item of the readiness check."""

    item = forms.CharField(max_length=30)
    said = forms.CharField(max_length=300, required=False)
    not_needed_because = forms.CharField(max_length=300, required=False)


class HuddleForm(Form):
    """What a meeting is to gain, and how; the seats are read by `seats_of`."""

    goal = forms.CharField(max_length=1000, required=False)
    play = forms.CharField(max_length=300, required=False)
    agenda = forms.CharField(max_length=2000, required=False)


class DebriefForm(Form):
    """What came of a meeting; gaps are read by `found_needs`."""

    result = forms.ChoiceField(choices=RESULTS, required=False)
    said = forms.CharField(max_length=4000, required=False)
    next_step = forms.CharField(max_length=200, required=False)
    next_step_on = forms.DateField(required=False)
    no_next_step_because = forms.CharField(max_length=300, required=False)


class RatingForm(Form):
    """How prepared the buyer found us."""

    rating = forms.IntegerField(
        min_value=1, max_value=5, error_messages={"required": "Choose one of the five."}
    )
    comment = forms.CharField(max_length=500, required=False)


class GapForm(Form):
    """A need that we cannot meet."""

    need = forms.CharField(
        max_length=300, error_messages={"required": "Write down what the customer needs."}
    )
    answer = forms.ChoiceField(choices=ANSWERS)
    workaround = forms.CharField(max_length=500, required=False)
    is_killer = forms.BooleanField(required=False)


class DisclosureForm(Form):
    """Whom we told about a gap, and when."""

    to = row_id(required=True, missing="Choose whom you told.")
    disclosed_at = forms.CharField(max_length=40, required=False)
    workaround = forms.CharField(max_length=500, required=False)


def seats_of(request: Request) -> dict[int, str]:
    """Give who goes, by the person's id, and the part they take; rows without a person fall away.

    Refuses with: invalid_input.
    """
    people, parts = request.POST.getlist("seat_person"), request.POST.getlist("seat_part")
    known = {one.value for one in DemoRole}
    seats: dict[int, str] = {}
    for person, part in zip(people[:50], parts[:50], strict=False):
        if not person.isdecimal():
            continue
        if len(person) > LONGEST_KEY:
            raise invalid(seats="There is no such colleague.")
        if part not in known:
            raise invalid(seats="Choose lead, active or passive for each.")
        seats[int(person)] = part
    return seats


def found_needs(request: Request) -> list[tuple[str, bool]]:
    """Give the needs that came up, each with whether it may kill the deal; empty lines fall away.

    A box that is not ticked sends nothing, so each line's box carries the line's number.
    """
    killers = set(request.POST.getlist("gap_killer"))
    needs = request.POST.getlist("gap_need")[:20]
    if not all(map(is_storable, needs)):
        raise invalid(gap_need="The text holds signs that cannot be stored.")
    return [
        (need.strip()[:300], str(place) in killers)
        for place, need in enumerate(needs)
        if need.strip()
    ]
