"""Tickets as things that time is on, for the capture line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from upheld.agreements.models import Agreement
from upheld.desk.may import May
from upheld.desk.models import Ticket
from upheld.desk.operations.ticket_changes import (
    assign_ticket,
    change_ticket,
    prioritise_ticket,
    take_back_ticket,
)
from upheld.desk.operations.ticket_states import (
    put_back_ticket,
    reopen_ticket,
    resolve_ticket,
    start_ticket,
)
from upheld.desk.operations.ticket_templates import open_by_template
from upheld.desk.operations.tickets import Arrival, open_ticket
from upheld.desk.queries.service_levels import level_in_force
from upheld.desk.queries.ticket_targets import target_of_ticket
from upheld.desk.queries.ticket_templates import template_named
from upheld.desk.queries.tickets import numbered_tickets, staying
from upheld.desk.rules.coverage import (
    AGREEMENT_OVER,
    BY_AGREEMENT,
    NO_AGREEMENT,
    OURS,
    Term,
    covering,
)
from upheld.foundation.asked_often import SqlKept, day_of
from upheld.people.models import Person
from upheld.playbook.models import Run, RunState
from upheld.playbook.operations.runs import break_off_run
from upheld.timekeeping.models import Billing
from upheld.timekeeping.rules.deciding import RuleSaid
from upheld.timekeeping.targets import Decision, Step, Target, TargetKind, Wish

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from upheld.desk.models import TicketTemplate
    from upheld.desk.queries.service_levels import Level
    from upheld.foundation.actor import Actor


ticket_target = target_of_ticket


def _decide(target: Target, day: date) -> Decision:
    """Decide who pays for work on a ticket on a day: one query."""
    if target.company_id is None:
        return Decision(Billing.INTERNAL, OURS)
    terms = [
        Term(number, day_of(starts_on), day_of(ends_on), day_of(ended_on) if ended_on else None)
        for number, starts_on, ends_on, ended_on in _TERMS.lines(target.company_id)
    ]
    rule, number = covering(terms, day)
    billing = Billing.COVERED if rule == BY_AGREEMENT else Billing.BILLABLE
    return Decision(billing, rule, str(number or ""))


def _terms(company_id: int) -> QuerySet[Agreement, tuple[Any, ...]]:
    rows = Agreement.objects.filter(company_id=company_id, monthly_minor__gt=0)
    return rows.order_by().values_list("number", "starts_on", "ends_on", "ended_on")


_TERMS = SqlKept(_terms)


def _agreement_url(named: str) -> str:
    return reverse("agreement", args=[int(named)])


RULES = {
    BY_AGREEMENT: RuleSaid("Covered by agreement {named}, active on that day.", _agreement_url),
    AGREEMENT_OVER: RuleSaid(
        "Agreement {named} was not active on that day: billable by the hour.", _agreement_url
    ),
    NO_AGREEMENT: RuleSaid(
        "The customer has no agreement with a monthly price: billable by the hour."
    ),
    OURS: RuleSaid("A ticket of our own: nobody else pays for it."),
}


def _ticket_by_number(actor: Actor, number: int) -> Target | None:
    found = numbered_tickets(actor).filter(number=number).first()
    return ticket_target(staying(found, actor)) if found else None


def _ticket_by_id(actor: Actor, pk: int) -> Target | None:
    found = numbered_tickets(actor).filter(pk=pk).first()
    return ticket_target(staying(found, actor)) if found else None


def _make(wish: Wish, by: Actor, at: datetime) -> tuple[Target, Step]:
    """Open the ticket that a line asks for; whoever logs time with it is at work on it."""
    assignee = wish.assignee
    if assignee is None and wish.worked:
        assignee = wish.worker
    ticket = _opened(wish, assignee, by, at)
    if wish.closes:
        ticket = resolve_ticket(ticket=ticket, by=by, at=at)
    return ticket_target(ticket), {"kind": "ticket", "id": ticket.pk, "did": "opened"}


@dataclass(frozen=True, slots=True)
class _Ready:
    """What a ticket of a line begins with: a template, or the customer's service level."""

    template: TicketTemplate | None = None
    level: Level | None = None


def _ready(wish: Wish, by: Actor, at: datetime) -> _Ready:
    """Look up what a line's ticket begins with: words that are a template's name mean that."""
    template = template_named(wish.title) if by.is_staff else None
    if template is not None:
        return _Ready(template)
    return _Ready(level=level_in_force(wish.company.pk if wish.company else None, at))


def _opened(wish: Wish, assignee: Person | None, by: Actor, at: datetime) -> Ticket:
    """Open the ticket of a line, by a template where its words are the name of one."""
    said: dict[str, Any] = {"company": wish.company, "contact": wish.contact, "by": by, "at": at}
    ready: _Ready = wish.ready
    template = ready.template
    if template is None:
        return open_ticket(
            title=wish.title, assignee=assignee, priority=wish.priority or 3, tags=wish.tags,
            in_work=wish.worked, arrival=Arrival(level=ready.level), **said,
        )  # fmt: skip
    over: dict[str, Any] = {"company": said.pop("company"), "contact": said.pop("contact")}
    over |= {"in_work": wish.worked, "tags": list(dict.fromkeys([*template.tags, *wish.tags]))}
    over |= {"assignee": assignee} if assignee is not None else {}
    over |= {"priority": wish.priority} if wish.priority else {}
    return open_by_template(template=template, over=over, **said)


def _alter(target: Target, wish: Wish, by: Actor, at: datetime) -> Sequence[Step]:
    """Change an existing ticket as a line asks, noting how it was."""
    ticket: Ticket = target.row
    steps: list[Step] = []

    def step(**did: object) -> None:
        steps.append({"kind": "ticket", "id": ticket.pk, **did})

    if wish.priority not in {None, ticket.priority}:
        step(did="prioritised", before=ticket.priority)
        prioritise_ticket(ticket=ticket, priority=wish.priority or 3, by=by, at=at)
    if wish.assignee is not None and wish.assignee.pk != ticket.assignee_id:
        step(did="assigned", before=ticket.assignee_id)
        assign_ticket(ticket=ticket, assignee=wish.assignee, by=by, at=at)
    fresh = [tag for tag in wish.tags if tag not in ticket.tags]
    if fresh:
        step(did="tagged", before=ticket.tags)
        change_ticket(ticket=ticket, tags=[*ticket.tags, *fresh], by=by, at=at)
    if wish.closes:
        step(did="resolved", before=ticket.state, assignee=_owner_now(ticket, wish))
        resolve_ticket(ticket=ticket, by=by, at=at)
    elif wish.worked and ticket.state == "new" and by.may(May.WORK_ON_TICKETS):
        step(did="started", before=ticket.state, assignee=_owner_now(ticket, wish))
        start_ticket(ticket=ticket, by=by, at=at)
    return steps


def _owner_now(ticket: Ticket, wish: Wish) -> int | None:
    """Give whose the ticket is before it is moved; whom the line itself names has it by then."""
    return wish.assignee.pk if wish.assignee is not None else ticket.assignee_id


def _take_back(step: Step, by: Actor, at: datetime) -> None:
    """Undo one step on a ticket by the operation that does the opposite, which is recorded."""
    ticket = Ticket.objects.get(pk=step["id"])
    did = step["did"]
    if did == "opened":
        _break_off_runs(ticket, by, at)
        take_back_ticket(ticket=ticket, by=by, at=at)
    elif did == "prioritised":
        prioritise_ticket(ticket=ticket, priority=step["before"], by=by, at=at)
    elif did == "assigned":
        person = Person.objects.filter(pk=step["before"]).first() if step["before"] else None
        assign_ticket(ticket=ticket, assignee=person, by=by, at=at)
    elif did == "tagged":
        change_ticket(ticket=ticket, tags=step["before"], by=by, at=at)
    elif did == "resolved" and ticket.state == "resolved":
        reopen_ticket(
            ticket=ticket, reason="Resolved by a slip, taken back at once.", by=by, at=at,
            by_slip=True,
        )  # fmt: skip
        _put_back(step, by, at)
    elif did == "started":
        _put_back(step, by, at)


def _break_off_runs(ticket: Ticket, by: Actor, at: datetime) -> None:
    """Break off what a template began on a ticket that is taken back; nothing on any other."""
    if ticket.template_id is None:
        return
    for run in Run.objects.filter(on_kind="ticket", on_id=ticket.pk, state=RunState.GOING):
        break_off_run(run=run, reason="The ticket was opened by a slip.", by=by, at=at)


def _put_back(step: Step, by: Actor, at: datetime) -> None:
    """Give a ticket the state and the person back that it had before the line."""
    if step["before"] not in {"new", "waiting"}:
        return
    person = Person.objects.filter(pk=step.get("assignee") or 0).first()
    put_back_ticket(
        ticket=Ticket.objects.get(pk=step["id"]), state=step["before"], assignee=person, by=by,
        at=at,
    )  # fmt: skip


TICKETS = TargetKind(
    kind="ticket", title="Ticket", by_id=_ticket_by_id, by_number=_ticket_by_number, ready=_ready,
    make=_make, alter=_alter, take_back=_take_back, decide=_decide, rules=RULES,
    outside=AGREEMENT_OVER,
)  # fmt: skip
