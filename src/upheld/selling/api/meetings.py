"""Meetings for programs."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse

from upheld.foundation.actor import Actor
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged, seen_version, with_etag
from upheld.people.models import Person
from upheld.selling.api.bounds import DealReasonIn, Number
from upheld.selling.api.meeting_shapes import (
    AskedOut,
    DebriefIn,
    HuddleIn,
    MeetingDetail,
    MeetingIn,
    MeetingOut,
    ReadinessAnswerIn,
    SeatIn,
)
from upheld.selling.forms.moments import end_of, read_moment
from upheld.selling.lists import MEETINGS
from upheld.selling.mails import mail_rating_links
from upheld.selling.may import May
from upheld.selling.models import Deal
from upheld.selling.operations.debriefs import FoundGap, debrief
from upheld.selling.operations.meetings import (
    MeetingPlan,
    cancel_meeting,
    change_meeting,
    plan_meeting,
)
from upheld.selling.operations.preparing import answer_readiness, huddle
from upheld.selling.operations.ratings import ask_for_ratings
from upheld.selling.queries.meetings import meeting_page, visible_meetings
from upheld.selling.queries.rows import (
    contact_of,
    contacts_of,
    deal_of,
    meeting_of,
    people_by_id,
)


@endpoint(May.SEE_DEALS, "GET", "meetings", lists=MEETINGS)
def list_meetings(request: Request) -> Paged[MeetingOut]:
    """List meetings; the same filters as on the page."""
    rows = visible_meetings(request.actor).select_related("deal", "deal__company")
    return paged(MEETINGS, rows, request, MeetingOut.of)


@endpoint(May.SEE_DEALS, "GET", "meetings/{number}")
def read_meeting(request: Request, response: HttpResponse, number: Number) -> MeetingDetail:
    """Read a meeting with its readiness check and its guests."""
    meeting = meeting_of(request.actor, number)
    return with_etag(response, meeting, _detail(request, number))


@endpoint(May.PLAN_MEETINGS, "POST", "deals/{number}/meetings", status=201)
def create_meeting(request: Request, number: Number, body: MeetingIn) -> MeetingDetail:
    """Plan a meeting of a deal; the customer's house rules are held."""
    deal = deal_of(request.actor, number)
    meeting = plan_meeting(
        deal=deal, plan=_plan(body, deal, request.actor), seats=_seats(body.seats),
        setting_aside=frozenset(body.setting_aside), by=request.actor, at=request.at,
    )  # fmt: skip
    return _detail(request, meeting.number)


@endpoint(May.PLAN_MEETINGS, "PUT", "meetings/{number}")
def replace_meeting(request: Request, number: Number, body: MeetingIn) -> MeetingDetail:
    """Move a meeting or change its plan; seats are settled in the huddle."""
    meeting = meeting_of(request.actor, number)
    change_meeting(
        meeting=meeting, plan=_plan(body, meeting.deal, request.actor),
        seen=seen_version(request), setting_aside=frozenset(body.setting_aside),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return _detail(request, number)


@endpoint(May.PLAN_MEETINGS, "POST", "meetings/{number}/cancellation")
def call_off(request: Request, number: Number, body: DealReasonIn) -> MeetingDetail:
    """Call a meeting off."""
    meeting = meeting_of(request.actor, number)
    cancel_meeting(meeting=meeting, reason=body.reason, by=request.actor, at=request.at)
    return _detail(request, number)


@endpoint(May.PLAN_MEETINGS, "POST", "meetings/{number}/readiness")
def prepare(request: Request, number: Number, body: ReadinessAnswerIn) -> MeetingDetail:
    """Answer one item of the readiness check."""
    answer_readiness(
        meeting=meeting_of(request.actor, number), item=body.item, said=body.said,
        not_needed_because=body.not_needed_because, by=request.actor, at=request.at,
    )  # fmt: skip
    return _detail(request, number)


@endpoint(May.PLAN_MEETINGS, "POST", "meetings/{number}/huddle")
def hold_huddle(request: Request, number: Number, body: HuddleIn) -> MeetingDetail:
    """Agree what a meeting is to gain, how, and who takes which part."""
    huddle(
        meeting=meeting_of(request.actor, number), goal=body.goal, play=body.play,
        agenda=body.agenda, seats=_seats(body.seats), seen=seen_version(request),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return _detail(request, number)


@endpoint(May.PLAN_MEETINGS, "POST", "meetings/{number}/debrief")
def write_debrief(request: Request, number: Number, body: DebriefIn) -> MeetingDetail:
    """Write down what came of a meeting; its next step becomes the deal's."""
    gaps = [
        FoundGap(one.need, is_killer=one.is_killer, workaround=one.workaround) for one in body.gaps
    ]
    debrief(
        meeting=meeting_of(request.actor, number), result=body.result or "", said=body.said,
        next_step=body.next_step, next_step_on=body.next_step_on,
        no_next_step_because=body.no_next_step_because, gaps=gaps,
        seen=seen_version(request), by=request.actor, at=request.at,
    )  # fmt: skip
    return _detail(request, number)


@endpoint(May.PLAN_MEETINGS, "POST", "meetings/{number}/rating")
def ask_rating(request: Request, number: Number) -> AskedOut:
    """Ask the guests how prepared we were, each by a mail with a link that works once."""
    meeting = meeting_of(request.actor, number)
    made = ask_for_ratings(meeting=meeting, by=request.actor, at=request.at)
    mail_rating_links(meeting, made, request.at)
    return AskedOut(asked=len(made))


def _detail(request: Request, number: Number) -> MeetingDetail:
    return MeetingDetail.of_page(meeting_page(meeting_of(request.actor, number), request.at))


def _plan(body: MeetingIn, deal: Deal, actor: Actor) -> MeetingPlan:
    starts_at = read_moment(body.starts_at, actor.zone, "starts_at")
    champion = contact_of(deal.company, body.released_by)
    return MeetingPlan(
        title=body.title,
        kind=body.kind,
        means=body.means,
        starts_at=starts_at,
        ends_at=end_of(starts_at, body.minutes),
        place=body.place,
        agenda=body.agenda,
        guests=contacts_of(deal.company, body.guests),
        released_by=[champion] if champion else [],
        released_because=body.released_because,
    )


def _seats(seats: Iterable[SeatIn]) -> dict[Person, str]:
    chosen = {one.person: one.part.value for one in seats}
    people = people_by_id(chosen)
    return {people[pk]: part for pk, part in chosen.items()}
