"""Pages of deals: the list, the board, one deal, opening and changing it, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from upheld.customers.models import BuyingPart
from upheld.customers.queries.companies import standing_house_rules, visible_companies
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import Form, seen_version
from upheld.foundation.lists import show_list
from upheld.foundation.models import Provider
from upheld.foundation.operation import find
from upheld.foundation.panels import panels_of
from upheld.foundation.timeline import timeline_of
from upheld.foundation.ui.shell import Link
from upheld.foundation.values.effort import written_effort
from upheld.selling.forms.deals import (
    CompanyOfDealForm,
    LossForm,
    ReasonForm,
    StepForm,
    WorkForm,
    deal_form,
)
from upheld.selling.lists import DEALS
from upheld.selling.may import May
from upheld.selling.models import Origin
from upheld.selling.operations.closing import lose_deal, reopen_deal
from upheld.selling.operations.deals import change_deal, open_deal
from upheld.selling.queries import choices
from upheld.selling.queries.board import deal_board, refuse_move
from upheld.selling.queries.deal_page import deal_page
from upheld.selling.queries.deals import visible_deals
from upheld.selling.queries.rows import deal_of, person_of
from upheld.timekeeping.may import May as LogMay
from upheld.timekeeping.operations.capture import capture

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_DEALS)
def index(request: Request) -> HttpResponse:
    """List deals."""
    rows = visible_deals(request.actor).select_related("company", "owner")
    return show_list(request, DEALS, rows, primary=_new_link(request))


@screen(May.SEE_DEALS)
def board(request: Request) -> HttpResponse:
    """Show open deals by stage: the reader's own, or everybody's."""
    mine = request.GET.get("whose", "mine" if request.actor.role == "salesperson" else "all")
    return show(
        request,
        "selling/board.html",
        board=deal_board(request.actor, request.at, everybody=mine != "mine"),
    )


@screen(May.EDIT_DEALS, methods=["POST"])
def move(request: Request, number: int) -> HttpResponse:
    """Answer a card put into another column: with what would move the deal there."""
    deal = deal_of(request.actor, number)
    column = request.POST.get("column", "")
    if column == deal.stage:
        return go(request, "deal-board")
    refuse_move(deal, column)
    return go(request, "deal-board")


@screen(May.SEE_DEALS)
def detail(request: Request, number: int) -> HttpResponse:
    """Show a deal: where it stands and why, what is next, and everything said and done."""
    deal = deal_of(request.actor, number)
    return show(
        request,
        "selling/deal.html",
        page=deal_page(deal, request.at),
        house_rules=tuple(standing_house_rules(deal.company)),
        parts=BuyingPart.choices,
        panels=panels_of(deal, request),
        timeline=timeline_of(deal, request.actor),
    )


@screen(May.EDIT_DEALS, methods=["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Open a deal, of the customer named in the address or chosen in the form."""
    currency = Provider.objects.get(pk=request.actor.provider_id).currency
    if request.method == "POST":
        company = find(
            visible_companies(request.actor), number=CompanyOfDealForm.read(request)["company"]
        )
        values = _particulars(deal_form(currency), request)
        deal = open_deal(company=company, by=request.actor, at=request.at, **values)
        return go(request, "deal", number=deal.number, notice=f"“{deal}” is open.")
    return show(
        request,
        "selling/deal_form.html",
        deal=None,
        currency=currency,
        company_number=request.GET.get("company", ""),
        companies=choices.companies(),
        people=choices.people(),
        origins=Origin.choices,
    )


@screen(May.EDIT_DEALS, methods=["GET", "POST"])
def edit(request: Request, number: int) -> HttpResponse:
    """Change a deal's particulars; its stage is not among them."""
    deal = deal_of(request.actor, number)
    if request.method == "POST":
        values = _particulars(deal_form(deal.currency), request)
        change_deal(
            deal=deal, seen=seen_version(request), by=request.actor, at=request.at, **values
        )
        return go(request, "deal", number=number, notice="The deal is saved.")
    return show(
        request,
        "selling/deal_form.html",
        deal=deal,
        currency=deal.currency,
        company_number=str(deal.company.number),
        companies=choices.companies(deal),
        people=choices.people(),
        origins=Origin.choices,
    )


@screen(May.EDIT_DEALS, methods=["GET", "POST"])
def step(request: Request, number: int) -> HttpResponse:
    """Say what happens next in a deal, and by when."""
    deal = deal_of(request.actor, number)
    if request.method == "POST":
        values = StepForm.read(request)
        change_deal(
            deal=deal, seen=seen_version(request), by=request.actor, at=request.at, **values
        )
        return go(request, "deal", number=number, notice="The next step is set.")
    return show(request, "selling/step_form.html", deal=deal)


@screen(LogMay.LOG_TIME, methods=["GET", "POST"])
def time(request: Request, number: int) -> HttpResponse:
    """Log work on a deal in one line: "45m demo prep"."""
    deal = deal_of(request.actor, number)
    if request.method == "POST":
        line = WorkForm.read(request)["line"]
        done = capture(line=f"deal {deal.number} {line}", by=request.actor, at=request.at)
        logged = written_effort(done.entry.seconds) if done.entry else "Nothing"
        return go(request, "deal", number=number, notice=f"{logged} logged.")
    return show(request, "selling/time_form.html", deal=deal)


@screen(May.EDIT_DEALS, methods=["GET", "POST"])
def lose(request: Request, number: int) -> HttpResponse:
    """Record that a deal is lost, to whom and why."""
    deal = deal_of(request.actor, number)
    if request.method == "POST":
        values = LossForm.read(request)
        lose_deal(deal=deal, seen=seen_version(request), by=request.actor, at=request.at, **values)
        return go(request, "deal", number=number, notice="The loss is recorded.")
    return show(request, "selling/loss_form.html", deal=deal)


@screen(May.EDIT_DEALS, methods=["GET", "POST"])
def reopen(request: Request, number: int) -> HttpResponse:
    """Take a lost deal up again."""
    deal = deal_of(request.actor, number)
    if request.method == "POST":
        reason = ReasonForm.read(request)["reason"]
        reopen_deal(deal=deal, reason=reason, by=request.actor, at=request.at)
        return go(request, "deal", number=number, notice="The deal is open again.")
    return show(
        request,
        "selling/reason_form.html",
        title=f"Open “{deal}” again",
        label="Why it is open again",
        here=reverse("deal-reopen", args=[number]),
        back=reverse("deal", args=[number]),
        submit="Open it again",
    )


def _particulars(form: type[Form], request: Request) -> dict[str, Any]:
    values = form.read(request)
    for part in ("owner", "engineer", "finder"):
        values[part] = person_of(values[part])
    one_off, monthly = values.pop("one_off"), values.pop("monthly")
    confidence = values.pop("confidence")
    return {
        **values,
        "one_off_minor": one_off.minor if one_off is not None else 0,
        "monthly_minor": monthly.minor if monthly is not None else 0,
        "confidence_ppm": confidence.ppm if confidence is not None else None,
    }


def _new_link(request: Request) -> Link | None:
    return Link("New deal", reverse("deal-new")) if request.actor.may(May.EDIT_DEALS) else None
