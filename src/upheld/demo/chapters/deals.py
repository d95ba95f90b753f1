"""Deals: from the first call to a signature, or to a loss with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from upheld.demo.chapters.customers import let_in
from upheld.demo.chapters.desk import presale_plot
from upheld.demo.chapters.proposals import propose
from upheld.demo.plots import Plot, working
from upheld.demo.words import GAPS, LOST_BECAUSE, PROJECTS
from upheld.selling.models import Deal, Gap, Meeting, MeetingGuest
from upheld.selling.operations.closing import lose_deal
from upheld.selling.operations.deals import open_deal, set_deal_contact
from upheld.selling.operations.debriefs import FoundGap, debrief
from upheld.selling.operations.evidence import give_evidence
from upheld.selling.operations.gaps import disclose_gap
from upheld.selling.operations.meetings import MeetingPlan, plan_meeting
from upheld.selling.operations.preparing import answer_readiness, huddle
from upheld.selling.operations.ratings import ask_for_ratings, rate_meeting

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.demo.teller import Account, Teller

SAID = {
    "problem_stated": "Two days without mail in the spring; they do not want that again.",
    "money_discussed": "They pay about a fifth more today for less.",
    "date_wanted": "It should run before the busy season.",
}

READY = {
    "problem": "Mail and files stop when their one server does.",
    "price_answer": "Between the two packages; no discount before we know the devices.",
    "services_known": "Service desk and the project they asked about.",
    "contract_draft": "Our standard, with the visit clause to be looked at.",
}


@dataclass(frozen=True)
class Fate:
    """How a deal is meant to go, if the story lasts long enough."""

    begins_on: date
    ends: str
    """won, lost, silent (a proposal without an answer), gone (lost before there was a proposal)."""
    project: int
    has_gap: bool = False
    unusual: bool = False
    ready: bool = True
    found_by: str = ""
    origin: str = "inbound"


def deal_plot(teller: Teller, account: Account, fate: Fate) -> Plot:
    """Tell one deal."""
    seller = account.seller
    at = yield from working(teller, fate.begins_on, 9)
    deal = _opened(teller, account, fate, at)
    teller.later.append(presale_plot(teller, deal.pk, "marek", fate.begins_on))
    teller.later.append(presale_plot(teller, deal.pk, seller, fate.begins_on))
    set_deal_contact(
        deal=deal, contact=account.contact, part="decider", by=teller.by(seller), at=at
    )
    for days, kinds in ((3, ("problem_stated",)),
                        (6, ("money_discussed", "date_wanted"))):  # fmt: skip
        at = yield from working(teller, fate.begins_on + timedelta(days=days), 11)
        for kind in kinds:
            deal = give_evidence(
                deal=deal, kind=kind, words=SAID[kind], contact=account.contact,
                by=teller.by(seller), at=at,
            )  # fmt: skip
    yield from _discovery(teller, account, deal, fate)
    if fate.ends == "gone":
        at = yield from working(teller, fate.begins_on + timedelta(days=17), 15)
        _lost(teller, deal, seller, LOST_BECAUSE[fate.project % 3], at)
        return
    at = yield from working(teller, fate.begins_on + timedelta(days=20), 10)
    deal = give_evidence(
        deal=deal, kind="solution_confirmed", words="That is what we need, said in the call.",
        contact=account.contact, by=teller.by(seller), at=at,
    )  # fmt: skip
    let_in(teller, account)
    yield from propose(teller, account, deal, fate)
    if fate.ends in {"lost", "silent"}:
        days = 48 if fate.ends == "lost" else 85
        at = yield from working(teller, fate.begins_on + timedelta(days=days), 15)
        why = LOST_BECAUSE[fate.project % len(LOST_BECAUSE)]
        if fate.ends == "silent":
            why = ("No decision", "They never answered the proposal")
        _lost(teller, deal, seller, why, at)


def _lost(teller: Teller, deal: Deal, seller: str, why: tuple[str, str], at: datetime) -> None:
    lost_to, reason = why
    lose_deal(deal=_fresh_deal(deal), reason=reason, lost_to=lost_to, by=teller.by(seller), at=at)


def _opened(teller: Teller, account: Account, fate: Fate, at: datetime) -> Deal:
    title, _parts = PROJECTS[fate.project]
    people = account.company.headcount or 30
    return open_deal(
        company=account.company,
        title=title,
        owner=teller.person(account.seller),
        engineer=teller.person("marek"),
        finder=teller.person(fate.found_by) if fate.found_by else None,
        origin=fate.origin,
        one_off_minor=(4_000 + 60 * people) * 100,
        monthly_minor=people * 48 * 100,
        by=teller.by(account.seller),
        at=at,
    )


def _discovery(teller: Teller, account: Account, deal: Deal, fate: Fate) -> Plot:
    seller = account.seller
    day = teller.working_day(fate.begins_on + timedelta(days=14))
    at = yield from working(teller, fate.begins_on + timedelta(days=8), 14)
    starts_at = teller.at(day, 11)
    meeting = plan_meeting(
        deal=deal,
        plan=MeetingPlan(
            title="Discovery",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=50),
            kind="discovery",
            agenda="Their day; what hurts; what it costs them; the next step.",
            guests=(account.contact,),
        ),
        seats={teller.person(seller): "lead", teller.person("marek"): "active"},
        by=teller.by(seller),
        at=at,
    )
    if fate.ready:
        yield from _prepared(teller, meeting, seller, day)
    at = yield from working(teller, day, 13)
    found: tuple[FoundGap, ...] = ()
    if fate.has_gap:
        need, workaround = GAPS[fate.project % len(GAPS)]
        found = (FoundGap(need=need, workaround=workaround),)
    debrief(
        meeting=_fresh(meeting),
        result="met" if fate.ready else "not_met",
        said="They showed us everything and were glad that we had read up on them.",
        next_step="Send the proposal",
        next_step_on=day + timedelta(days=10),
        gaps=found,
        by=teller.by(seller),
        at=at,
    )
    yield from _after_discovery(teller, account, deal, meeting, day)


def _prepared(teller: Teller, meeting: Meeting, seller: str, day: date) -> Plot:
    """Let the seller answer what must be known before a meeting, and huddle."""
    at = yield from working(teller, day, 8)
    for item, said in READY.items():
        answer_readiness(meeting=meeting, item=item, said=said, by=teller.by(seller), at=at)
    huddle(
        meeting=_fresh(meeting),
        goal="They show us the server room and name the date.",
        play="Ask, do not show",
        seats={teller.person(seller): "lead", teller.person("marek"): "active"},
        by=teller.by(seller),
        at=at,
    )


def _after_discovery(
    teller: Teller, account: Account, deal: Deal, meeting: Meeting, day: date
) -> Plot:
    seller = account.seller
    at = yield from working(teller, day, 14)
    for gap in Gap.objects.filter(deal=deal, disclosed_at=None):
        disclose_gap(gap=gap, to=account.contact, by=teller.by(seller), at=at)
    if teller.rng.random() < 0.1:  # noqa: PLR2004  some buyers are not asked
        return
    ask_for_ratings(meeting=_fresh(meeting), by=teller.by(seller), at=at)
    at = yield from working(teller, day + timedelta(days=1), 10)
    for guest in MeetingGuest.objects.filter(meeting=meeting):
        rate_meeting(
            guest=guest, rating=teller.rng.choice((3, 4, 5, 5)), comment="", by=teller.system, at=at
        )


def _fresh_deal(deal: Deal) -> Deal:
    found: Deal = Deal.objects.get(pk=deal.pk)
    return found


def _fresh(meeting: Meeting) -> Meeting:
    found: Meeting = Meeting.objects.get(pk=meeting.pk)
    return found
