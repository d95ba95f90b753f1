"""Calls as pages show them, and what is offered before one is begun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.customers.models import Contact
from upheld.customers.queries.companies import standing_house_rules
from upheld.desk.models import Call, Ticket
from upheld.desk.models.ticket import TicketState
from upheld.desk.queries.tickets import visible_tickets
from upheld.foundation.values.period import Period
from upheld.selling.queries.house_rules import house_rules_of
from upheld.selling.rules.house_rules import Means, PlannedContact, contact_allowed
from upheld.timekeeping.models import TimeEntry

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.customers.models import Company, HouseRule
    from upheld.foundation.actor import Actor
    from upheld.foundation.refusals import Reason

MOST_OFFERED = 100
MOST_SHOWN = 8
_EXPECTED = timedelta(minutes=5)
"""Into which a call is thought to reach, where it is asked whether one may be made."""


@dataclass(frozen=True, slots=True)
class BeforeCall:
    """What is read and chosen before a call."""

    company: Company
    rules: tuple[HouseRule, ...]
    broken: tuple[Reason, ...]
    """What a call to nobody in particular would break now."""
    contacts: tuple[tuple[str, str], ...]
    champions: tuple[tuple[str, str], ...]
    tickets: tuple[tuple[str, str], ...]
    running: Call | None
    """The call in which the reader is already."""


def visible_calls(_actor: Actor) -> QuerySet[Call]:
    """Give the calls that the staff may see."""
    rows: QuerySet[Call] = Call.objects.select_related(
        "company", "contact", "ticket", "person", "released_by"
    )
    return rows


def calls_with(company: Company, actor: Actor) -> list[Call]:
    """Give the latest calls with a customer: one query."""
    rows = visible_calls(actor).filter(company=company)
    return list(rows.order_by("-started_at", "-pk")[:MOST_SHOWN])


def calls_on(ticket: Ticket, actor: Actor) -> list[Call]:
    """Give the latest calls on a ticket: one query."""
    rows = visible_calls(actor).filter(ticket=ticket)
    return list(rows.order_by("-started_at", "-pk")[:MOST_SHOWN])


def running_call(actor: Actor) -> Call | None:
    """Give the call in which somebody is: one query."""
    found: Call | None = (
        visible_calls(actor).filter(person_id=actor.person_id or 0, ended_at=None).first()
    )
    return found


def is_logged(call: Call) -> bool:
    """Tell whether its person's time on its ticket covers some of an ended call: one query."""
    if call.ticket is None or call.ended_at is None:
        return False
    near = TimeEntry.objects.filter(
        person=call.person_id, on_kind="ticket", on_id=call.ticket_id, void=False,
        started_at__gt=call.started_at - timedelta(days=1), started_at__lt=call.ended_at,
    )  # fmt: skip
    ends = (one.started_at + timedelta(seconds=one.seconds) for one in near if one.started_at)
    return any(end > call.started_at for end in ends)


def broken_by_call(
    company: Company, contact: Contact | None, released_by: Contact | None, zone: str, at: datetime
) -> tuple[Reason, ...]:
    """Name the house rules that a call to a customer would break now."""
    planned = PlannedContact(
        means=Means.CALL,
        when=Period(at, at + _EXPECTED),
        whom=(contact.name,) if contact else (),
        released_by=frozenset({released_by.name} if released_by else ()),
    )
    return contact_allowed(house_rules_of(company, company.zone or zone), planned)


def before_call(company: Company, actor: Actor, at: datetime) -> BeforeCall:
    """Read what stands on the page before a call: at most five queries."""
    rules = tuple(standing_house_rules(company))
    contacts = Contact.objects.filter(company=company, active=True).order_by("name", "pk")
    tickets = (
        visible_tickets(actor)
        .filter(company=company)
        .exclude(state__in=(TicketState.RESOLVED, TicketState.CLOSED))
    )
    named = [(str(one.pk), _named(one)) for one in contacts[:MOST_OFFERED]]
    champions = {str(one.champion_id): one.champion.name for one in rules if one.champion}
    return BeforeCall(
        company=company,
        rules=tuple(one for one in rules if not one.means or Means.CALL in one.means),
        broken=broken_by_call(company, None, None, actor.zone, at) if rules else (),
        contacts=tuple(named),
        champions=tuple(champions.items()),
        tickets=tuple(
            (str(one.number), f"#{one.number} {one.title}")
            for one in tickets.order_by("-number")[:MOST_OFFERED]
        ),
        running=running_call(actor),
    )


def _named(contact: Contact) -> str:
    return f"{contact.name}, {contact.phone}" if contact.phone else contact.name
