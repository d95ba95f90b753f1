"""The page of pace and reminders: what holds, from which day on, and what did."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.operation import find
from upheld.foundation.refusals import not_allowed
from upheld.timekeeping.forms.standards import ROLE_CHOICES, read_standards
from upheld.timekeeping.may import May
from upheld.timekeeping.operations.standards import set_time_standards, withdraw_time_standards
from upheld.timekeeping.queries.standards import standards_page, visible_standards
from upheld.timekeeping.rules.standards import STANDARDS, Standard

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_TIME, methods=["GET", "POST"])
def page(request: Request) -> HttpResponse:
    """Show from where on time is looked at; set it from a day on."""
    if request.method == "POST":
        if not request.actor.may(May.SET_STANDARDS):
            raise not_allowed(May.SET_STANDARDS)
        row = set_time_standards(**read_standards(request), by=request.actor, at=request.at)
        said = f"Saved: it holds from {row.holds_from:%-d %B %Y}." if row else "It holds already."
        return go(request, "time-standards", notice=said)
    return show(
        request, "timekeeping/standards.html", page=standards_page(request.actor, request.at),
        groups=_groups(), roles=ROLE_CHOICES,
    )  # fmt: skip


@screen(May.SET_STANDARDS, methods=["POST"])
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Withdraw a change before its day."""
    withdraw_time_standards(
        standard=find(visible_standards(request.actor), pk=pk), seen=seen_version(request),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return go(request, "time-standards", notice="Withdrawn: what held before goes on.")


def _groups() -> list[tuple[str, list[Standard]]]:
    """Give the figures under the headings of the page."""
    return [(title, list(them)) for title, them in groupby(STANDARDS, key=lambda one: one.group)]
