"""What a record's words for other records lead to, by kind; what leads nowhere is said or refused.

A name of a company that nobody knows makes a company of that name; a bare id that leads nowhere
refuses the row, for a number says nothing. People are never made from a name in somebody else's
record: time without a known person is refused, anything else is taken in without them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from upheld.connections.queries.known import UNNAMED, Ambiguous, Known
from upheld.connections.rules.fitting import Placed
from upheld.customers.models import Company, Contact
from upheld.desk.models import Ticket
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person, Team
from upheld.selling.models import Deal
from upheld.timekeeping.models import TimeEntry


@dataclass(slots=True)
class Resolved:
    """`rows` are relatives by column; `ids` those that may become known later, for the digest."""

    rows: dict[str, Any] = field(default_factory=dict)
    ids: dict[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """Where records of one kind go: `number` names the numbers said aloud that its rows have.

    With `keeps_ours`, what the source leaves empty stays as it is here. `own` names the reference
    that leads to another row of the same kind, which may come later in the file.
    """

    kind: str
    model: type[Owned] | None
    resolve: Callable[[Placed, Known], Resolved]
    number: str = ""
    keeps_ours: bool = False
    own: str = ""
    has_extra: bool = True


def learn(kind: str, placed: Sequence[Placed], known: Known) -> None:
    """Look up what a whole batch refers to."""
    companies = {one.refs["company"] for one in placed if "company" in one.refs}
    if kind in {"deals", "contacts"}:
        companies.add(UNNAMED)
    known.learn_companies(companies)
    known.learn_contacts({one.refs["contact"] for one in placed if "contact" in one.refs})
    known.learn_tickets({one.refs["ticket"] for one in placed if "ticket" in one.refs})
    if kind == "deals":
        known.learn_products()


def _company(placed: Placed, known: Known, *, needed: bool) -> Company | None:
    reference = placed.refs.get("company", "")
    if not reference:
        if not needed:
            return None
        placed.note("company_not_named", "It names no company, so it stands with “Not named”.")
        reference = UNNAMED
    stubs = len(known.stubs)
    try:
        found = known.company(reference)
    except Ambiguous:
        placed.refuse(
            "reference_ambiguous", f"Several companies are called “{reference[:80]}”.",
            "Give them different names, or import the companies with their ids first.", "company",
        )  # fmt: skip
        return None
    if found is None:
        _refuse_unknown(placed, "company", reference)
    elif len(known.stubs) > stubs and reference != UNNAMED and not known.is_planned(reference):
        placed.note("company_made_of_its_name", "A company of that name was made.", "company")
    return found


def _refuse_unknown(placed: Placed, what: str, reference: str) -> None:
    placed.refuse(
        "reference_not_found",
        f"“{reference[:80]}” leads to no {what} that is known here.",
        f"Import the {'people' if what == 'person' else what} first.",
        what,
    )


def _person(placed: Placed, known: Known, column: str) -> Person | None:
    reference = placed.refs.get(column, "")
    if not reference:
        return None
    try:
        found = known.person(reference)
    except Ambiguous:
        placed.note("person_ambiguous", f"Several people are called “{reference[:80]}”.", column)
        return None
    if found is None and not known.is_planned(reference):
        placed.note("person_unknown", "Nobody of that name is known here; it is kept.", column)
    return found


def _companies(placed: Placed, known: Known) -> Resolved:
    del placed, known
    return Resolved()


def _contacts(placed: Placed, known: Known) -> Resolved:
    return Resolved({"company": _company(placed, known, needed=True)})


def _people(placed: Placed, known: Known) -> Resolved:
    name = placed.refs.get("team", "")[:100]
    if not name:
        return Resolved()
    if name not in known.teams:
        known.teams[name] = Team.objects.filter(name=name).first() or Team(name=name)
    return Resolved({"team": known.teams[name]})


def _deals(placed: Placed, known: Known) -> Resolved:
    product = placed.refs.get("product", "")
    if known.products and product and product not in known.products:
        placed.note("product_unknown", "The list of products does not have it.", "product")
    owner = _person(placed, known, "owner")
    return Resolved(
        {"company": _company(placed, known, needed=True), "owner": owner},
        {"owner": owner.pk if owner else None},
    )


def _tickets(placed: Placed, known: Known) -> Resolved:
    company = _company(placed, known, needed=False)
    contact = known.contacts.get(placed.refs.get("contact", "").casefold())
    if contact is not None and company is None and not placed.problems:
        company = contact.company
    if contact is not None and company is not None and contact.company_id != company.pk:
        contact = None
    assignee = _person(placed, known, "assignee")
    return Resolved(
        {"company": company, "contact": contact, "assignee": assignee},
        {"contact": _id(contact), "assignee": _id(assignee)},
    )


def _time(placed: Placed, known: Known) -> Resolved:
    reference = placed.refs.get("person", "")
    try:
        person = known.person(reference)
    except Ambiguous:
        person = None
    if person is None and not known.is_planned(reference):
        _refuse_unknown(placed, "person", reference)
    company = _company(placed, known, needed=False)
    ticket = known.tickets.get(placed.refs.get("ticket", ""))
    if placed.refs.get("ticket"):
        _place_on_ticket(placed, ticket)
    if ticket is not None and company is None and not placed.problems:
        company = ticket.company
    return Resolved({"person": person, "company": company}, {"ticket": _id(ticket)})


def _place_on_ticket(placed: Placed, ticket: Ticket | None) -> None:
    placed.keep(ticket=placed.refs["ticket"])
    if ticket is None:
        placed.note("ticket_unknown", "No such ticket was taken in; its id is kept.", "ticket")
        return
    placed.values |= {"on_kind": "ticket", "on_id": ticket.pk}
    placed.values["on_title"] = placed.values["on_title"] or ticket.title


def _id(row: Owned | Contact | None) -> int | None:
    return None if row is None else row.pk


def _products(placed: Placed, known: Known) -> Resolved:
    del placed, known
    return Resolved()


TARGETS: Mapping[str, Target] = {
    one.kind: one
    for one in (
        Target("companies", Company, _companies, "company", keeps_ours=True, own="parent"),
        Target("contacts", Contact, _contacts, keeps_ours=True),
        Target("people", Person, _people, keeps_ours=True, own="manager", has_extra=False),
        Target("deals", Deal, _deals, "deal"),
        Target("tickets", Ticket, _tickets, "ticket"),
        Target("time", TimeEntry, _time),
        Target("products", None, _products),
    )
}
"""Where each kind goes. Products have no place of their own yet; they serve to explain deals."""
