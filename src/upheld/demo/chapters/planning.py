"""The weeks ahead: who is to do what when, with what a planner finds there on a usual Monday."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.delivery.models import Deliverable
from upheld.delivery.targets import deliverable_target
from upheld.dispatch.operations.blocks import plan_block
from upheld.dispatch.queries.groups import those_who_deliver
from upheld.dispatch.queries.planning import place_on
from upheld.dispatch.queries.promised import promised_now
from upheld.dispatch.rules.conflicts import SAID_SHORT
from upheld.foundation.tenancy.scope import open_provider
from upheld.foundation.values.period import Period
from upheld.people.operations.people import change_person
from upheld.timekeeping.targets import own_work

if TYPE_CHECKING:
    from datetime import date

    from upheld.demo.teller import Teller
    from upheld.timekeeping.targets import Target

SKILLS = {
    "dana": ("Firewalls", "Microsoft 365"),
    "theo": ("Cabling", "Telephony"),
    "aisha": ("Microsoft 365", "Backup"),
    "luca": ("Cabling", "Printers"),
    "joan": ("Project management",),
}
TURNS = ("aisha", "dana", "luca", "joan", "theo")
"""Who takes promised work without an owner, in turn."""
PLANNED = 9
COURSE_DAYS = 3


def tell(teller: Teller) -> None:
    """Name skills, plan promised work over two weeks, a course that overfills, and one conflict."""
    with open_provider(teller.provider.pk):
        for handle, skills in SKILLS.items():
            change_person(
                person=teller.person(handle), skills=list(skills), by=teller.by("ana"),
                at=teller.now,
            )  # fmt: skip
        _promised(teller)
        _course(teller)
        _visits(teller)


def _promised(teller: Teller) -> None:
    """Plan half a day each for the first of what is promised, on the days that come next."""
    handles = {pk: person.handle for pk, person in those_who_deliver().items()}
    waiting = [one for one in promised_now({}) if one.left][:PLANNED]
    for index, one in enumerate(waiting):
        handle = handles.get(one.owner_id or 0, TURNS[index % len(TURNS)])
        target = deliverable_target(Deliverable.objects.get(pk=one.pk))
        day = teller.working_day(teller.today + timedelta(days=index % 7))
        _placed(teller, handle, day, target, one.left)


def _course(teller: Teller) -> None:
    """Send the one who knows firewalls on a course for most of a week, beside all else."""
    monday = teller.today + timedelta(days=14 - teller.today.weekday())
    for place in range(COURSE_DAYS):
        day = teller.working_day(monday + timedelta(days=place))
        whole = Period(teller.at(day, 8, 30), teller.at(day, 17))
        _planned(teller, "dana", whole, own_work("training", "Firewall course"))
    for place in (3, 4):
        day = teller.working_day(monday + timedelta(days=place))
        _planned(teller, "dana", Period(teller.at(day, 9), teller.at(day, 16)),
                 own_work("internal", "New firewall rules for all customers"))  # fmt: skip


def _visits(teller: Teller) -> None:
    """Plan small things of our own, one of them over another and one after hours."""
    first = teller.working_day(teller.today + timedelta(days=1))
    visit = own_work("internal", "Spare parts counted")
    _planned(teller, "luca", Period(teller.at(first, 13), teller.at(first, 15)), visit)
    _planned(teller, "luca", Period(teller.at(first, 14), teller.at(first, 16, 30)),
             own_work("internal", "Rack tidied at the second site"))  # fmt: skip
    late = teller.working_day(teller.today + timedelta(days=2))
    _planned(teller, "aisha", Period(teller.at(late, 18), teller.at(late, 20)),
             own_work("internal", "Updates after hours"))  # fmt: skip


def _placed(teller: Teller, handle: str, day: date, target: Target, left: int) -> None:
    person = teller.person(handle)
    period = place_on(person, day, min(left, 4 * 3600), teller.now)
    _planned(teller, handle, period, target)


def _planned(teller: Teller, handle: str, period: Period, target: Target) -> None:
    """Plan it as somebody would who knows what speaks against it."""
    plan_block(
        person=teller.person(handle), period=period, on=target,
        setting_aside=frozenset(SAID_SHORT), by=teller.by("sam"), at=teller.now,
    )  # fmt: skip
