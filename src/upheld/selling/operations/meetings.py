"""Meetings are planned, moved and cancelled, with the customer's house rules held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Caution, Doubts, Refused, invalid
from upheld.foundation.values.period import Period
from upheld.selling.events import Event
from upheld.selling.may import May
from upheld.selling.models import Meeting, MeetingGuest, MeetingKind, MeetingSeat
from upheld.selling.operations.staging import require_open
from upheld.selling.queries.house_rules import house_rules_of
from upheld.selling.rules.house_rules import Means, PlannedContact, contact_allowed
from upheld.selling.rules.wall_clock import clocks_change_between, is_first_of_two

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from upheld.customers.models import Contact
    from upheld.foundation.actor import Actor
    from upheld.people.models import Person
    from upheld.selling.models import Deal

LONGEST = timedelta(hours=12)
"""A meeting longer than this is a slip of the keyboard."""

FARTHEST = timedelta(days=731)
"""So far from the day of planning, either way, a date is a slip too."""


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """What is planned: when, with whom, by which means, and who released which house rule.

    `released_by` names the champions among the contacts who said that it may be done all the
    same; `released_because` is what they said.
    """

    title: str
    starts_at: datetime
    ends_at: datetime
    kind: str = MeetingKind.OTHER
    means: str = Means.MEETING.value
    place: str = ""
    agenda: str = ""
    guests: Sequence[Contact] = ()
    released_by: Sequence[Contact] = ()
    released_because: str = ""


@operation(May.PLAN_MEETINGS)
def plan_meeting(
    *,
    deal: Deal,
    plan: MeetingPlan,
    by: Actor,
    at: datetime,
    seats: Mapping[Person, str] | None = None,
    setting_aside: frozenset[str] = frozenset(),
) -> Meeting:
    """Plan a meeting of a deal. `seats` gives who of us goes and their part (lead, active...).

    Refuses with: deal_closed, house_rule, invalid_input, contact_of_another_company; cautions:
    clocks_change, hour_repeated.
    """
    deal = lock(deal)
    require_open(deal, "The meeting was not planned.")
    aside = _require_sound(deal, plan, by, at, setting_aside)
    meeting = Meeting(
        number=next_number("meeting"), deal=deal, planned_at=at, planned_by_id=by.person_id,
        **_fields(plan),
    )  # fmt: skip
    meeting.save()
    _invite(meeting, plan.guests)
    seat(meeting, seats or {})
    record(
        Event.MEETING_PLANNED, meeting, about=[deal, *plan.guests], reason=plan.released_because,
        set_aside=aside, starts_at=meeting.starts_at, kind=meeting.kind,
        released_by=[contact.pk for contact in plan.released_by],
    )  # fmt: skip
    return meeting


@operation(May.PLAN_MEETINGS)
def change_meeting(
    *,
    meeting: Meeting,
    plan: MeetingPlan,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    setting_aside: frozenset[str] = frozenset(),
) -> Meeting:
    """Move a meeting or change its plan; the house rules are asked again.

    A huddle stands only for the time it was held for: moving the meeting to before the huddle
    does not undo it, but it no longer counts. Refuses with: as `plan_meeting`, and
    changed_meanwhile, meeting_over.
    """
    deal = lock(meeting.deal)
    meeting = lock(meeting, seen)
    _require_not_over(meeting, "The meeting was not changed.")
    aside = _require_sound(deal, plan, by, at, setting_aside)
    version = meeting.version
    meeting.change(**_fields(plan))
    changed_guests = _reinvite(meeting, plan.guests)
    if meeting.version == version and not changed_guests:
        return unchanged(meeting)
    record(
        Event.MEETING_CHANGED, meeting, about=[deal], reason=plan.released_because,
        set_aside=aside, starts_at=meeting.starts_at,
        released_by=[contact.pk for contact in plan.released_by],
    )  # fmt: skip
    return meeting


@operation(May.PLAN_MEETINGS)
def cancel_meeting(*, meeting: Meeting, reason: str, by: Actor, at: datetime) -> Meeting:
    """Call a meeting off. Refuses with: invalid_input, meeting_over."""
    del by
    if not reason.strip():
        raise invalid(reason="Say why it does not take place.")
    meeting = lock(meeting)
    if meeting.cancelled_at is not None:
        return unchanged(meeting)
    _require_not_over(meeting, "The meeting was not cancelled.")
    meeting.change(cancelled_at=at, cancelled_because=reason.strip())
    record(Event.MEETING_CANCELLED, meeting, about=[meeting.deal], reason=reason.strip())
    return meeting


def seat(meeting: Meeting, seats: Mapping[Person, str]) -> bool:
    """Give people of ours their part in a meeting; tell whether anything changed.

    For operations on a locked meeting. People left out lose their seat.
    """
    before = {one.person_id: one for one in MeetingSeat.objects.filter(meeting=meeting)}
    changed = False
    for person, part in seats.items():
        known = before.pop(person.pk, None)
        if known is None:
            MeetingSeat(meeting=meeting, person=person, part=part).save()
            changed = True
        elif known.part != part:
            known.change(part=part)
            changed = True
    for left in before.values():
        left.delete()
        changed = True
    return changed


def _fields(plan: MeetingPlan) -> dict[str, object]:
    releases = [{"contact": one.pk, "words": plan.released_because} for one in plan.released_by]
    return {
        "title": plan.title.strip(),
        "kind": plan.kind,
        "means": plan.means,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "place": plan.place.strip(),
        "agenda": plan.agenda.strip(),
        "releases": releases,
    }


def _require_sound(
    deal: Deal, plan: MeetingPlan, by: Actor, at: datetime, setting_aside: frozenset[str]
) -> tuple[str, ...]:
    _require_readable(plan, at)
    for contact in (*plan.guests, *plan.released_by):
        if contact.company_id != deal.company_id:
            raise Refused(
                "contact_of_another_company",
                f"{contact.name} does not belong to {deal.company.name}.",
                what="The meeting was not planned.",
                remedy="Choose guests of the deal's company.",
            )
    _require_house_rules(deal, plan, deal.company.zone or by.zone)
    doubts = Doubts(setting_aside)
    doubts.consider(_clock_caution(plan, by.zone))
    doubts.consider(_repeated_caution(plan, by.zone))
    return doubts.settle()


def _require_readable(plan: MeetingPlan, at: datetime) -> None:
    wrong: dict[str, str] = {}
    if not plan.title.strip():
        wrong["title"] = "Give the meeting a name."
    if plan.ends_at <= plan.starts_at:
        wrong["ends_at"] = "The meeting would end before it starts."
    elif plan.ends_at - plan.starts_at > LONGEST:
        wrong["ends_at"] = "A meeting of more than twelve hours cannot be right."
    if abs(plan.starts_at - at) > FARTHEST:
        wrong["starts_at"] = "This is more than two years away. Check the year."
    if plan.kind not in MeetingKind.values:
        wrong["kind"] = "Choose what the meeting is for."
    if plan.means not in [one.value for one in Means]:
        wrong["means"] = "Choose how you meet."
    if plan.released_by and not plan.released_because.strip():
        wrong["released_because"] = "Write down what they said."
    if wrong:
        raise invalid(**wrong)


def _require_house_rules(deal: Deal, plan: MeetingPlan, zone: str) -> None:
    contact = PlannedContact(
        means=Means(plan.means),
        when=Period(plan.starts_at, plan.ends_at),
        whom=tuple(one.name for one in plan.guests),
        place=plan.place,
        topics=(plan.title, *plan.agenda.splitlines()),
        released_by=frozenset(one.name for one in plan.released_by),
    )
    broken = contact_allowed(house_rules_of(deal.company, zone), contact)
    if broken:
        raise Refused(
            "house_rule",
            f"{deal.company.name} asked us not to.",
            what="The meeting was not planned.",
            remedy="Change the plan, or name who released the rule and what they said.",
            reasons=broken,
        )


def _clock_caution(plan: MeetingPlan, zone: str) -> Caution | None:
    moved = clocks_change_between(plan.starts_at, plan.ends_at, zone)
    if not moved:
        return None
    way = "forward" if moved > timedelta(0) else "back"
    length = plan.ends_at - plan.starts_at
    return Caution(
        "clocks_change",
        f"The clocks go {way} during this meeting; it still lasts {length} of real time.",
        "Choose another time, or set this aside if everybody knows.",
    )


def _repeated_caution(plan: MeetingPlan, zone: str) -> Caution | None:
    if not is_first_of_two(plan.starts_at, zone):
        return None
    return Caution(
        "hour_repeated",
        "The clocks go back that night and show this time twice; the first of the two is meant.",
        "Choose another time, or set this aside if the first is right.",
    )


def _require_not_over(meeting: Meeting, what: str) -> None:
    if meeting.debriefed_at is not None or meeting.cancelled_at is not None:
        raise Refused(
            "meeting_over",
            "It has been debriefed." if meeting.debriefed_at else "It was cancelled.",
            what=what,
            remedy="Plan another meeting.",
        )


def _invite(meeting: Meeting, guests: Sequence[Contact]) -> None:
    for contact in {one.pk: one for one in guests}.values():
        MeetingGuest(meeting=meeting, contact=contact).save()


def _reinvite(meeting: Meeting, guests: Sequence[Contact]) -> bool:
    before = {one.contact_id: one for one in MeetingGuest.objects.filter(meeting=meeting)}
    new = [one for one in guests if before.pop(one.pk, None) is None]
    _invite(meeting, new)
    for left in before.values():
        left.delete()
    return bool(new or before)
