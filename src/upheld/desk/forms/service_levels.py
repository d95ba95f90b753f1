"""The shapes of the forms of service levels, and what their pages are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms

from upheld.desk.queries.targets_due import first_of
from upheld.desk.rules.ticket_events import Step, Target
from upheld.foundation.forms import EffortField, Form
from upheld.foundation.refusals import invalid
from upheld.foundation.values.period import month_of, today
from upheld.people.rules.functions import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from upheld.foundation.doors.request import Request
    from upheld.foundation.values.period import Period

LARGEST = 2**62
MOST_PAGES = 10_000
_PER_PERCENT = 10_000


class ServiceLevelForm(Form):
    """Targets by priority over a schedule's hours, and whom we tell in danger."""

    name = forms.CharField(max_length=100, error_messages={"required": "Give it a name."})
    company = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    agreement = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    kind = forms.CharField(max_length=60, required=False)
    schedule = forms.IntegerField(min_value=1, max_value=LARGEST)
    pauses = forms.BooleanField(required=False)
    response_1 = EffortField(required=False)
    response_2 = EffortField(required=False)
    response_3 = EffortField(required=False)
    response_4 = EffortField(required=False)
    next_1 = EffortField(required=False)
    next_2 = EffortField(required=False)
    next_3 = EffortField(required=False)
    next_4 = EffortField(required=False)
    resolution_1 = EffortField(required=False)
    resolution_2 = EffortField(required=False)
    resolution_3 = EffortField(required=False)
    resolution_4 = EffortField(required=False)
    step_1_at = forms.IntegerField(min_value=1, max_value=100, required=False)
    step_2_at = forms.IntegerField(min_value=1, max_value=100, required=False)
    step_3_at = forms.IntegerField(min_value=1, max_value=100, required=False)
    step_1_function = forms.ChoiceField(choices=(("", ""), *FUNCTIONS), required=False)
    step_2_function = forms.ChoiceField(choices=(("", ""), *FUNCTIONS), required=False)
    step_3_function = forms.ChoiceField(choices=(("", ""), *FUNCTIONS), required=False)
    step_1_person = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    step_2_person = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    step_3_person = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)


def steps_of(values: dict[str, Any], numbers: Iterable[int]) -> list[Step]:
    """Give the steps that were filled in. Refuses with: invalid_input."""
    found = []
    for number in numbers:
        share, function, person = (
            values[f"step_{number}_{part}"] for part in ("at", "function", "person")
        )
        if not share and not function and not person:
            continue
        if not share:
            raise invalid(**{f"step_{number}_at": "Say at how much of the target, in percent."})
        if not function and not person:
            raise invalid(**{f"step_{number}_function": "Say who is told."})
        found.append(Step(share * _PER_PERCENT, (person,) if person else (), function))
    return found


@dataclass(frozen=True, slots=True)
class ShownMonth:
    """What a page of the month is asked for by its address."""

    month: str
    page: int
    target: Target
    standing: str
    customer: int | None
    """A customer's number; None for our own systems."""

    @classmethod
    def of(cls, request: Request) -> ShownMonth:
        """Read the address. Refuses with: invalid_input."""
        said = request.GET
        if said.get("month"):
            first_of(said["month"])
        return cls(
            said.get("month", ""), _number(said.get("page", ""), MOST_PAGES) or 1,
            _choice(said.get("target", "") or Target.FIRST_RESPONSE.value),
            _standing(said.get("standing", "") or "missed"),
            _number(said.get("customer", ""), 2**31 - 1),
        )  # fmt: skip

    @property
    def query(self) -> str:
        """Give it as an address has it, without the page."""
        return (
            f"month={self.month}&target={self.target.value}&standing={self.standing}"
            f"&customer={self.customer or 'own'}"
        )

    def period(self, at: datetime, zone: str) -> Period:
        """Give the month asked for, or the one that holds a moment."""
        return month_of(first_of(self.month) if self.month else today(at, zone), zone)


def month_title(period: Period, zone: str) -> str:
    """Name a month."""
    return f"{today(period.start, zone):%B %Y}"


def month_before(period: Period, zone: str) -> str:
    """Give the month before, as an address has it."""
    return f"{today(period.start - timedelta(hours=1), zone):%Y-%m}"


def month_after(period: Period, zone: str) -> str:
    """Give the month after, as an address has it."""
    return f"{today(period.end, zone):%Y-%m}"


def _number(text: str, most: int) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 11 and 0 < int(text) <= most else None  # noqa: PLR2004  what a number column holds


def _choice(text: str) -> Target:
    try:
        return Target(text)
    except ValueError:
        raise invalid(target="This is not a target.") from None


def _standing(text: str) -> str:
    if text not in {"met", "missed", "running"}:
        raise invalid(standing="Tickets were met, missed or are running.")
    return text
