"""Pages of meetings: mine, all, one, and planning it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.customers.queries.companies import standing_house_rules
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version, setting_aside
from upheld.foundation.lists import show_list
from upheld.foundation.timeline import timeline_of
from upheld.selling.forms.deals import ReasonForm
from upheld.selling.forms.meetings import LENGTHS, MeetingForm, seats_of
from upheld.selling.forms.moments import end_of, read_moment
from upheld.selling.lists import MEETINGS
from upheld.selling.may import May
from upheld.selling.models import MeetingKind
from upheld.selling.models.meeting import MEANS, PARTS
from upheld.selling.operations.meetings import (
    MeetingPlan,
    cancel_meeting,
    change_meeting,
    plan_meeting,
)
from upheld.selling.queries import choices
from upheld.selling.queries.meetings import meeting_page, my_meetings, visible_meetings
from upheld.selling.queries.rows import (
    contact_of,
    contacts_of,
    deal_of,
    meeting_of,
    people_by_id,
)
from upheld.selling.rules.readiness import ITEM_TITLES

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request
    from upheld.selling.models import Deal, Meeting


@screen(May.SEE_DEALS)
def mine(request: Request) -> HttpResponse:
    """Show my meetings: what to write up, what is today, what is ahead."""
    everybody = request.GET.get("whose") == "all"
    return show(
        request,
        "selling/meetings.html",
        mine=my_meetings(request.actor, request.at, everybody=everybody),
        everybody=everybody,
    )


@screen(May.SEE_DEALS)
def index(request: Request) -> HttpResponse:
    """List all meetings."""
    rows = visible_meetings(request.actor).select_related("deal", "deal__company")
    return show_list(request, MEETINGS, rows)


@screen(May.SEE_DEALS)
def detail(request: Request, number: int) -> HttpResponse:
    """Show a meeting: how ready we are, the huddle, what came of it."""
    meeting = meeting_of(request.actor, number)
    return show(
        request,
        "selling/meeting.html",
        page=meeting_page(meeting, request.at),
        titles=ITEM_TITLES,
        house_rules=tuple(standing_house_rules(meeting.deal.company)),
        timeline=timeline_of(meeting, request.actor),
    )


@screen(May.PLAN_MEETINGS, methods=["GET", "POST"])
def new(request: Request, number: int) -> HttpResponse:
    """Plan a meeting of a deal, with the customer's house rules in view."""
    deal = deal_of(request.actor, number)
    if request.method == "POST":
        plan = _plan(request, deal)
        chosen = seats_of(request)
        people = people_by_id(chosen)
        meeting = plan_meeting(
            deal=deal, plan=plan, seats={people[pk]: part for pk, part in chosen.items()},
            setting_aside=setting_aside(request), by=request.actor, at=request.at,
        )  # fmt: skip
        return go(request, "meeting", number=meeting.number, notice="The meeting is planned.")
    seats = [(str(request.actor.person_id), "lead")] if request.actor.person_id else []
    return show(request, "selling/meeting_form.html", meeting=None, seats=seats, **_offered(deal))


@screen(May.PLAN_MEETINGS, methods=["GET", "POST"])
def edit(request: Request, number: int) -> HttpResponse:
    """Move a meeting or change its plan."""
    meeting = meeting_of(request.actor, number)
    if request.method == "POST":
        change_meeting(
            meeting=meeting, plan=_plan(request, meeting.deal), seen=seen_version(request),
            setting_aside=setting_aside(request), by=request.actor, at=request.at,
        )  # fmt: skip
        return go(request, "meeting", number=number, notice="The meeting is saved.")
    return show(
        request, "selling/meeting_form.html", meeting=meeting, seats=[],
        guests=_guest_ids(meeting, request), **_offered(meeting.deal),
    )  # fmt: skip


@screen(May.PLAN_MEETINGS, methods=["GET", "POST"])
def cancel(request: Request, number: int) -> HttpResponse:
    """Call a meeting off."""
    meeting = meeting_of(request.actor, number)
    if request.method == "POST":
        reason = ReasonForm.read(request)["reason"]
        cancel_meeting(meeting=meeting, reason=reason, by=request.actor, at=request.at)
        return go(request, "meeting", number=number, notice="The meeting is called off.")
    return show(
        request,
        "selling/reason_form.html",
        title=f"Call off “{meeting}”",
        label="Why it does not take place",
        here=reverse("meeting-cancel", args=[number]),
        back=reverse("meeting", args=[number]),
        submit="Call it off",
    )


def _plan(request: Request, deal: Deal) -> MeetingPlan:
    values = MeetingForm.read(request)
    starts_at = read_moment(values["starts_at"], request.actor.zone, "starts_at")
    champion = contact_of(deal.company, values["released_by"])
    return MeetingPlan(
        title=values["title"],
        kind=values["kind"],
        means=values["means"],
        starts_at=starts_at,
        ends_at=end_of(starts_at, values["minutes"]),
        place=values["place"],
        agenda=values["agenda"],
        guests=contacts_of(deal.company, values["guests"]),
        released_by=[champion] if champion else [],
        released_because=values["released_because"],
    )


def _offered(deal: Deal) -> dict[str, Any]:
    rules = tuple(standing_house_rules(deal.company))
    champions = {
        str(rule.champion.pk): rule.champion.name for rule in rules if rule.champion is not None
    }
    return {
        "deal": deal,
        "kinds": MeetingKind.choices,
        "means": MEANS,
        "lengths": [(str(minutes), title) for minutes, title in LENGTHS],
        "parts": PARTS,
        "people": choices.people(),
        "contacts": choices.contacts(deal.company_id),
        "house_rules": rules,
        "champions": tuple(champions.items()),
    }


def _guest_ids(meeting: Meeting, request: Request) -> list[str]:
    return [str(one.contact_id) for one in meeting_page(meeting, request.at).guests]
