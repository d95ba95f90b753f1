"""What stands between a draft and its customer: estimates, hours, questions to colleagues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.forms.proposals import EstimateForm
from upheld.agreements.may import May
from upheld.agreements.operations.asking import ask_what_is_needed
from upheld.agreements.operations.estimating import ask_capacity, estimate_deliverable
from upheld.agreements.queries.finding import deliverable_of, proposal_of
from upheld.agreements.queries.proposals import comparables_of
from upheld.agreements.queries.scrutiny import newest_estimate
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.people.rules.functions import function_said

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.WRITE_PROPOSALS, methods=["POST"])
def ask(request: Request, number: int) -> HttpResponse:
    """Ask every colleague whose yes is still needed."""
    proposal = proposal_of(request, number)
    asked = ask_what_is_needed(proposal=proposal, by=request.actor, at=request.at)
    waiting = sum(one.is_open for one in asked)
    said = f"{waiting} question{'' if waiting == 1 else 's'} asked." if waiting else "All is asked."
    return go(request, "proposal", number=number, notice=said)


@screen(May.WRITE_PROPOSALS, methods=["POST"])
def capacity(request: Request, number: int) -> HttpResponse:
    """Ask whether there are hours for the promised dates."""
    proposal = ask_capacity(proposal=proposal_of(request, number), by=request.actor, at=request.at)
    short = proposal.capacity_seconds_short
    said = f"{short // 3600} hours are short." if short else "There are hours for these dates."
    return go(request, "proposal", number=number, notice=said)


@screen(May.ESTIMATE, methods=["GET", "POST"])
def estimate(request: Request, number: int, pk: int) -> HttpResponse:
    """Say what a deliverable takes, with finished work of its kind beside the fields."""
    proposal = proposal_of(request, number)
    row = deliverable_of(proposal, pk)
    if request.method == "POST":
        values = EstimateForm.read(request)
        estimate_deliverable(
            deliverable=row,
            low_seconds=values["low"],
            likely_seconds=values["likely"],
            high_seconds=values["high"],
            note=values["note"],
            by=request.actor,
            at=request.at,
        )
        return go(request, "proposal", number=number, notice="The estimate is given.")
    return show(
        request,
        "agreements/estimate_form.html",
        proposal=proposal,
        row=row,
        known=newest_estimate(row),
        found=comparables_of(row),
        said_function=function_said,
    )
