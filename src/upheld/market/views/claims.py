"""Pages of claims: the market room, one claim, writing it and what is decided about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version, setting_aside
from upheld.foundation.lists import show_list
from upheld.foundation.models import Provider
from upheld.foundation.operation import find
from upheld.foundation.timeline import timeline_of
from upheld.foundation.ui.shell import Link
from upheld.market.forms import DIRECTIONS, ClaimForm, OverrideForm, ReasonForm, threshold_of
from upheld.market.lists import CLAIMS
from upheld.market.may import May
from upheld.market.operations.claims import (
    ClaimDraft,
    change_claim,
    retire_claim,
    take_up_claim,
    write_claim,
)
from upheld.market.operations.judging import judge_claim, override_claim
from upheld.market.queries.claims import (
    claim_page,
    offered_measure,
    typed_threshold,
    visible_claims,
)
from upheld.market.rules.thresholds import EXAMPLES
from upheld.measures.catalogue import measures_for
from upheld.people.models import Person

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request
    from upheld.market.models import Claim


@screen(May.SEE_CLAIMS)
def index(request: Request) -> HttpResponse:
    """List the claims with their verdicts."""
    may_write = request.actor.may(May.WRITE_CLAIMS)
    primary = Link("New claim", reverse("claim-new")) if may_write else None
    rows = visible_claims(request.actor).select_related("owner")
    return show_list(request, CLAIMS, rows, primary=primary)


@screen(May.SEE_CLAIMS)
def detail(request: Request, number: int) -> HttpResponse:
    """Show a claim: its verdict with reasons, the history, and the overrides."""
    claim = _claim(request, number)
    return show(
        request,
        "market/claim.html",
        page=claim_page(claim),
        timeline=timeline_of(claim, request.actor),
    )


@screen(May.WRITE_CLAIMS, methods=["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Write a claim."""
    if request.method == "POST":
        claim = write_claim(draft=_draft(request), by=request.actor, at=request.at)
        return go(request, "claim", number=claim.number, notice="The claim is kept and judged.")
    return show(request, "market/claim_form.html", claim=None, threshold="", **_offered(request))


@screen(May.WRITE_CLAIMS, methods=["GET", "POST"])
def edit(request: Request, number: int) -> HttpResponse:
    """Change a claim; it is judged anew."""
    claim = _claim(request, number)
    if request.method == "POST":
        change_claim(
            claim=claim, draft=_draft(request, claim), seen=seen_version(request),
            by=request.actor, at=request.at,
        )  # fmt: skip
        return go(request, "claim", number=number, notice="The claim is saved and judged anew.")
    return show(
        request, "market/claim_form.html", claim=claim, threshold=typed_threshold(claim),
        **_offered(request),
    )  # fmt: skip


@screen(May.SEE_CLAIMS, methods=["POST"])
def judge(request: Request, number: int) -> HttpResponse:
    """Judge a claim by the figures of this moment."""
    judge_claim(claim=_claim(request, number), by=request.actor, at=request.at)
    return go(request, "claim", number=number, notice="Judged by the figures of now.")


@screen(May.WRITE_CLAIMS, methods=["GET", "POST"])
def take_up(request: Request, number: int) -> HttpResponse:
    """Let a claim be used."""
    claim = _claim(request, number)
    if request.method == "POST":
        take_up_claim(
            claim=claim, setting_aside=setting_aside(request), by=request.actor, at=request.at
        )
        return go(request, "claim", number=number, notice="The claim is in use.")
    return show(request, "market/take_up.html", page=claim_page(claim))


@screen(May.WRITE_CLAIMS, methods=["GET", "POST"])
def retire(request: Request, number: int) -> HttpResponse:
    """Let a claim no longer be used."""
    claim = _claim(request, number)
    if request.method == "POST":
        reason = ReasonForm.read(request)["reason"]
        retire_claim(claim=claim, reason=reason, by=request.actor, at=request.at)
        return go(request, "claim", number=number, notice="The claim is retired.")
    return show(request, "market/retire.html", page=claim_page(claim))


@screen(May.OVERRIDE_CLAIMS, methods=["GET", "POST"])
def override(request: Request, number: int) -> HttpResponse:
    """Let one proposal, named in the address, carry a claim that is not borne out."""
    claim = _claim(request, number)
    if request.method == "POST":
        values = OverrideForm.read(request)
        override_claim(
            claim=claim, proposal_ref=values["proposal"], proposal_title=values["title"],
            reason=values["reason"], by=request.actor, at=request.at,
        )  # fmt: skip
        return go(request, "claim", number=number, notice="The proposal may carry it.")
    return show(
        request,
        "market/override.html",
        page=claim_page(claim),
        proposal=request.GET.get("proposal", ""),
        title=request.GET.get("title", ""),
    )


def _claim(request: Request, number: int) -> Claim:
    return find(visible_claims(request.actor).select_related("owner"), number=number)


def _draft(request: Request, claim: Claim | None = None) -> ClaimDraft:
    values = ClaimForm.read(request)
    measure = offered_measure(request.actor, values["measure_key"])
    owner = values["owner"]
    currency = Provider.objects.get(pk=request.actor.provider_id).currency
    return ClaimDraft(
        sentence=values["sentence"],
        measure_key=measure.key,
        threshold=threshold_of(values["threshold"], measure.unit, currency),
        window_days=values["window_days"],
        direction=values["direction"],
        only=claim.only if claim is not None and claim.measure_key == measure.key else {},
        owner=find(Person.objects.filter(active=True), pk=owner) if owner else None,
    )


def _offered(request: Request) -> dict[str, Any]:
    measures = [one for one in measures_for(request.actor) if one.capability is None]
    people = Person.objects.filter(active=True).order_by("name").values_list("pk", "name")
    return {
        "measures": [(one.key, f"{one.title} (like {EXAMPLES[one.unit]})") for one in measures],
        "directions": DIRECTIONS,
        "people": [(str(pk), name) for pk, name in people],
    }
