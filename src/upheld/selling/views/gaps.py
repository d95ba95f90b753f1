"""Pages of gaps: the register, one gap, finding and disclosing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.lists import show_list
from upheld.foundation.timeline import timeline_of
from upheld.selling.forms.meetings import DisclosureForm, GapForm
from upheld.selling.forms.moments import read_moment
from upheld.selling.lists import GAPS
from upheld.selling.may import May
from upheld.selling.models.gap import ANSWERS
from upheld.selling.operations.gaps import change_gap, disclose_gap, find_gap
from upheld.selling.queries import choices
from upheld.selling.queries.gaps import visible_gaps
from upheld.selling.queries.rows import deal_of, gap_of, the_contact

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_DEALS)
def index(request: Request) -> HttpResponse:
    """List gaps across deals; those that the customer does not know of first."""
    rows = visible_gaps(request.actor).select_related("deal", "deal__company", "found_by")
    return show_list(request, GAPS, rows)


@screen(May.SEE_DEALS)
def detail(request: Request, number: int) -> HttpResponse:
    """Show a gap: what is needed, what we answer, and whether the customer knows."""
    gap = gap_of(request.actor, number)
    return show(request, "selling/gap.html", gap=gap, timeline=timeline_of(gap, request.actor))


@screen(May.FIND_GAPS, methods=["GET", "POST"])
def new(request: Request, number: int) -> HttpResponse:
    """Write down a need that we cannot meet."""
    deal = deal_of(request.actor, number)
    if request.method == "POST":
        values = GapForm.read(request)
        find_gap(deal=deal, by=request.actor, at=request.at, **values)
        return go(request, "deal", number=number, notice="The gap is on the table.")
    return show(
        request, "selling/gap_form.html", deal=deal, gap=None, answers=ANSWERS,
        here=reverse("gap-new", args=[number]), back=reverse("deal", args=[number]),
    )  # fmt: skip


@screen(May.FIND_GAPS, methods=["GET", "POST"])
def edit(request: Request, number: int) -> HttpResponse:
    """Correct a gap, or say that we meet the need after all."""
    gap = gap_of(request.actor, number)
    if request.method == "POST":
        values = GapForm.read(request)
        change_gap(gap=gap, seen=seen_version(request), by=request.actor, at=request.at, **values)
        return go(request, "gap", number=number, notice="The gap is saved.")
    return show(
        request, "selling/gap_form.html", deal=gap.deal, gap=gap, answers=ANSWERS,
        here=reverse("gap-edit", args=[number]), back=reverse("gap", args=[number]),
    )  # fmt: skip


@screen(May.FIND_GAPS, methods=["GET", "POST"])
def disclose(request: Request, number: int) -> HttpResponse:
    """Write down that the customer has been told, whom and when."""
    gap = gap_of(request.actor, number)
    if request.method == "POST":
        values = DisclosureForm.read(request)
        to = the_contact(gap.deal.company, values["to"])
        told = values["disclosed_at"]
        disclose_gap(
            gap=gap, to=to, workaround=values["workaround"], by=request.actor, at=request.at,
            disclosed_at=read_moment(told, request.actor.zone, "disclosed_at") if told else None,
        )  # fmt: skip
        return go(request, "gap", number=number, notice=f"{to} has been told.")
    return show(
        request, "selling/disclosure_form.html", gap=gap,
        contacts=choices.contacts(gap.deal.company_id),
    )  # fmt: skip
