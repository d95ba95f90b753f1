"""Today: what every role finds on its desk when the story ends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.agreements.operations.asking import ask_what_is_needed
from upheld.delivery.models import Deliverable
from upheld.delivery.operations.deliverables import start_deliverable, submit_deliverable
from upheld.demo.chapters.closing import look_over
from upheld.demo.chapters.deals import Fate
from upheld.demo.chapters.delivery import show_work
from upheld.demo.chapters.proposals import draft
from upheld.demo.words import PROJECTS, REPLIES, REQUESTS
from upheld.desk.models import Ticket
from upheld.desk.operations.service_escalations import escalate_ticket
from upheld.desk.operations.ticket_changes import assign_ticket
from upheld.desk.operations.ticket_states import wait_for_customer
from upheld.desk.operations.tickets import open_ticket, reply_to_ticket
from upheld.foundation.tenancy.scope import open_provider
from upheld.measures.catalogue import measures_for
from upheld.measures.operations.measuring import measure_again
from upheld.selling.operations.deals import open_deal, set_deal_contact
from upheld.selling.operations.evidence import give_evidence
from upheld.selling.operations.meetings import MeetingPlan, plan_meeting
from upheld.timekeeping.operations.time import log_time
from upheld.timekeeping.targets import target_kind

if TYPE_CHECKING:
    from upheld.demo.teller import Account, Teller
    from upheld.selling.models import Deal

OPEN_TICKETS = 22
MINUTE = 60


def tell(teller: Teller) -> None:
    """Leave tickets, young deals, meetings and half a day of time, then measure everything."""
    with open_provider(teller.provider.pk):
        _tickets(teller)
        _told(teller)
        _young_deals(teller)
        _asked(teller)
        _shown(teller)
        look_over(teller)
        for measure in measures_for(teller.by("ana")):
            measure_again(measure.key, teller.now)


def _tickets(teller: Teller) -> None:
    """Open tickets of the last days: some new, some in work, some waiting, one nearly late."""
    served = [one for one in teller.accounts if one.served]
    for index in range(OPEN_TICKETS):
        account = served[index % len(served)]
        title, priority = REQUESTS[(index * 5) % len(REQUESTS)]
        at = teller.now - timedelta(minutes=35 + index * 55)
        ticket = open_ticket(
            title=title, company=account.company, contact=account.contact, priority=priority,
            kind="incident", by=teller.by("sam"), at=at,
        )  # fmt: skip
        if index % 4 == 0:
            continue
        who = ("dana", "theo", "aisha", "luca")[index // 2 % 4]
        _take_up(teller, ticket.pk, who, index)


def _told(teller: Teller) -> None:
    """Let two customers write again, and tell whoever shall know what is in danger by now."""
    asked = [one for one in teller.accounts if one.served and one.actor is not None]
    again = Ticket.objects.filter(state="open", first_response_at__isnull=False)
    for account in asked:
        ticket = again.filter(company=account.company).order_by("-last_at").first()
        if ticket is not None and account.actor is not None:
            reply_to_ticket(
                ticket=ticket, text="Is there any news? The whole office is waiting.",
                by=account.actor, at=teller.now - timedelta(minutes=9),
            )  # fmt: skip
    for ticket in Ticket.objects.filter(escalate_at__lte=teller.now, void=False).order_by("pk"):
        escalate_ticket(ticket=ticket, by=teller.system, at=teller.now)


def _take_up(teller: Teller, pk: int, who: str, index: int) -> None:
    ticket = Ticket.objects.get(pk=pk)
    at = teller.now - timedelta(minutes=20 + index)
    assign_ticket(ticket=ticket, assignee=teller.person(who), by=teller.by("sam"), at=at)
    if index % 3 == 0:
        return
    text = REPLIES[index % len(REPLIES)]
    reply_to_ticket(ticket=Ticket.objects.get(pk=pk), text=text, by=teller.by(who), at=at)
    kind = target_kind("ticket")
    target = kind.by_id(teller.by(who), pk) if kind else None
    if target is not None:
        seconds = (10 + index % 3 * 15) * MINUTE
        log_time(target=target, seconds=seconds, by=teller.by(who), at=teller.now)
    if index % 5 == 1:
        wait_for_customer(ticket=Ticket.objects.get(pk=pk), by=teller.by(who), at=teller.now)


def _young_deals(teller: Teller) -> None:
    """Open deals that are only beginning, with meetings ahead that nobody has prepared yet."""
    for index, account in enumerate(teller.accounts[3:9]):
        seller = account.seller
        at = teller.now - timedelta(days=2 + index * 3)
        title, _parts = PROJECTS[index % len(PROJECTS)]
        people = account.company.headcount or 30
        deal = open_deal(
            company=account.company, title=title,
            owner=teller.person(seller), engineer=teller.person("marek"), origin="hunted",
            one_off_minor=people * 90 * 100, monthly_minor=people * 44 * 100,
            by=teller.by(seller), at=at,
        )  # fmt: skip
        if index % 2:
            set_deal_contact(
                deal=deal, contact=account.contact, part="decider", by=teller.by(seller), at=at
            )
            for kind, words in (
                ("problem_stated", "Their backups have not been tested for a year."),
                ("money_discussed", "They know what it costs elsewhere."),
                ("date_wanted", "Before the new year."),
            ):
                deal = give_evidence(deal=deal, kind=kind, words=words, by=teller.by(seller), at=at)
        _meeting_ahead(teller, account, deal, index)


def _meeting_ahead(teller: Teller, account: Account, deal: Deal, index: int) -> None:
    seller = account.seller
    day = teller.working_day(teller.today + timedelta(days=1 + index // 2))
    starts_at = teller.at(day, 11 + index)
    plan_meeting(
        deal=deal,
        plan=MeetingPlan(
            title="First call", starts_at=starts_at, ends_at=starts_at + timedelta(minutes=40),
            kind="discovery", guests=(account.contact,),
        ),
        seats={teller.person(seller): "lead", teller.person("marek"): "active"},
        by=teller.by(seller),
        at=teller.now,
    )  # fmt: skip


def _asked(teller: Teller) -> None:
    """Leave two proposals that wait for those who must keep them."""
    for index, account in enumerate(teller.accounts[9:11]):
        at = teller.now - timedelta(hours=5 + index)
        seller = account.seller
        fate = Fate(teller.today, "silent", index * 2, unusual=True)
        title, _parts = PROJECTS[fate.project]
        deal = open_deal(
            company=account.company, title=title, owner=teller.person(seller),
            engineer=teller.person("marek"), origin="existing", one_off_minor=6_200_00,
            monthly_minor=2_100_00, by=teller.by(seller), at=at,
        )  # fmt: skip
        proposal = draft(teller, account, deal, fate, at)
        ask_what_is_needed(proposal=proposal, by=teller.by(seller), at=at)


def _shown(teller: Teller) -> None:
    """Put one finished piece of work before the first customer, to be signed off today."""
    company = teller.accounts[0].company
    row = Deliverable.objects.filter(company=company, state="planned").order_by("pk").first()
    if row is None:
        return
    at = teller.now - timedelta(hours=3)
    start_deliverable(deliverable=row, by=teller.by("dana"), at=at)
    show_work(teller, Deliverable.objects.get(pk=row.pk), "dana", at)
    submit_deliverable(deliverable=Deliverable.objects.get(pk=row.pk), by=teller.by("dana"), at=at)
