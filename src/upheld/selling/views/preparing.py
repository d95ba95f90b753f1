"""Pages on which a meeting is made ready, huddled and debriefed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.refusals import not_found
from upheld.selling.forms.meetings import (
    DebriefForm,
    HuddleForm,
    ReadinessForm,
    found_needs,
    seats_of,
)
from upheld.selling.mails import mail_rating_links
from upheld.selling.may import May
from upheld.selling.models.meeting import PARTS, RESULTS
from upheld.selling.operations.debriefs import FoundGap, debrief
from upheld.selling.operations.preparing import answer_readiness, huddle
from upheld.selling.operations.ratings import ask_for_ratings
from upheld.selling.queries import choices
from upheld.selling.queries.meetings import meeting_page
from upheld.selling.queries.parts import suggested_part
from upheld.selling.queries.rows import meeting_of, people_by_id
from upheld.selling.rules.readiness import ITEM_TITLES, Item

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.PLAN_MEETINGS, methods=["GET", "POST"])
def readiness(request: Request, number: int, item: str) -> HttpResponse:
    """Answer one item of the readiness check."""
    meeting = meeting_of(request.actor, number)
    if item not in [one.value for one in Item]:
        raise not_found("item")
    if request.method == "POST":
        values = ReadinessForm.read(request)
        answer_readiness(
            meeting=meeting, item=item, said=values["said"],
            not_needed_because=values["not_needed_because"], by=request.actor, at=request.at,
        )  # fmt: skip
        return go(request, "meeting", number=number, notice="The answer is kept.")
    return show(
        request,
        "selling/readiness_form.html",
        meeting=meeting,
        item=item,
        title=ITEM_TITLES[Item(item)],
        answer=meeting.answers.get(item, {}),
    )


@screen(May.PLAN_MEETINGS, methods=["GET", "POST"])
def huddle_view(request: Request, number: int) -> HttpResponse:
    """Agree what a meeting is to gain, how, and who takes which part."""
    meeting = meeting_of(request.actor, number)
    if request.method == "POST":
        values = HuddleForm.read(request)
        chosen = seats_of(request)
        people = people_by_id(chosen)
        huddle(
            meeting=meeting, seats={people[pk]: part for pk, part in chosen.items()},
            seen=seen_version(request), by=request.actor, at=request.at, **values,
        )  # fmt: skip
        return go(request, "meeting", number=number, notice="Huddled. Have a good meeting.")
    page = meeting_page(meeting, request.at)
    return show(
        request,
        "selling/huddle_form.html",
        meeting=meeting,
        page=page,
        seats=[(str(one.person_id), one.part) for one in page.seats],
        people=choices.people(),
        parts=PARTS,
        suggestion=suggested_part(meeting, request.at),
    )


@screen(May.PLAN_MEETINGS, methods=["GET", "POST"])
def debrief_view(request: Request, number: int) -> HttpResponse:
    """Write down what came of a meeting: a minute, no more."""
    meeting = meeting_of(request.actor, number)
    if request.method == "POST":
        values = DebriefForm.read(request)
        gaps = [FoundGap(need, is_killer=killer) for need, killer in found_needs(request)]
        debrief(
            meeting=meeting, gaps=gaps, seen=seen_version(request),
            by=request.actor, at=request.at, **values,
        )  # fmt: skip
        return go(request, "meeting", number=number, notice="Debriefed.")
    return show(request, "selling/debrief_form.html", meeting=meeting, results=RESULTS)


@screen(May.PLAN_MEETINGS, methods=["POST"])
def ask_rating(request: Request, number: int) -> HttpResponse:
    """Ask the guests how prepared we were, each by a mail with a link that works once."""
    meeting = meeting_of(request.actor, number)
    made = ask_for_ratings(meeting=meeting, by=request.actor, at=request.at)
    mail_rating_links(meeting, made, request.at)
    notice = "The guests are asked." if made else "Everybody with an address has been asked."
    return go(request, "meeting", number=number, notice=notice)
