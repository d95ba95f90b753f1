"""Planned care: a ticket that recurs for each customer, and the queues, fields and templates of the
desk. What is worked on a customer's systems in a month is on that month's ticket.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.desk.models import RecurringTicket, Ticket
from upheld.desk.operations.recurring_tickets import RecurringWords, keep_recurring, make_recurring
from upheld.desk.operations.service_levels import set_service_level
from upheld.desk.operations.ticket_checks import tick_check
from upheld.desk.operations.ticket_fields import FieldWords, keep_field
from upheld.desk.operations.ticket_queues import keep_queue
from upheld.desk.operations.ticket_states import resolve_ticket
from upheld.desk.operations.ticket_templates import (
    TemplateWords,
    keep_template,
    open_by_template,
)
from upheld.desk.queries.ticket_templates import template_named
from upheld.desk.rules.recurrence import WORKING_DAYS, Recurrence, Unit
from upheld.desk.targets import ticket_target
from upheld.foundation.tenancy.scope import open_provider
from upheld.people.models import Schedule

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.demo.teller import Account, Teller
    from upheld.timekeeping.targets import Target

KIND = "planned care"
CARE, STARTER = "Monthly care", "New starter"
SIX_WEEKS = 50 * 8 * 3600
"""By when a month's care is done, in opening hours of the desk."""
CHECKS = ("Updates put in", "Backups restored on a trial", "Warnings of the month looked at")
HANDED = ("Account made", "Laptop handed over", "Badge ordered", "Their manager told")


def tell(teller: Teller) -> None:
    """Set the desk up: who looks after which queue, what is asked, what tickets begin with."""
    sam: dict[str, Any] = {"by": teller.by("sam"), "at": teller.at(teller.begin)}
    with open_provider(teller.provider.pk):
        hours = Schedule.objects.get(name="Service desk")
        set_service_level(name="Planned care", kind=KIND, schedule=hours, first_response={},
                          resolution={3: SIX_WEEKS}, **sam)  # fmt: skip
        desk = keep_queue(
            name="Service desk", about="What customers ask for",
            people=[teller.person(one) for one in ("sam", "dana", "theo")], **sam,
        )  # fmt: skip
        care = keep_queue(
            name="Planned care", about="What is done every month, unasked",
            people=[teller.person(one) for one in ("aisha", "luca")], **sam,
        )  # fmt: skip
        keep_queue(name="Procurement", about="What is bought, and what is on its way",
                   people=[teller.person("joan")], view="newest", **sam)  # fmt: skip
        keep_field(words=FieldWords("Asset number", place=1), **sam)
        kinds = ("outage",)
        cause = FieldWords("Cause", "choice", ("Wear", "Mistake", "Supplier", "Attack"), "closing",
                           kinds, 2)  # fmt: skip
        keep_field(words=cause, **sam)
        keep_template(
            words=TemplateWords(CARE, "Planned care of the month", kind=KIND, queue=care,
                                tags=("care",), checks=CHECKS), **sam,
        )  # fmt: skip
        keep_template(
            words=TemplateWords(STARTER, "Set up a new starter", kind="request", queue=desk,
                                tags=("people",), checks=HANDED), **sam,
        )  # fmt: skip


def care_of(teller: Teller, account: Account, handle: str, at: datetime) -> Target:
    """Give the ticket of this month's care; last month's is finished when the next is there."""
    if account.care is None:
        account.care = _begin(teller, account, at)
        return account.care
    recurring = RecurringTicket.objects.get(company=account.company, template__name=CARE)
    made = make_recurring(recurring=recurring, by=teller.system, at=at)
    if made is not None:
        _finish(teller, account.care.id, handle, at)
        account.care = ticket_target(made)
    return account.care


def _begin(teller: Teller, account: Account, at: datetime) -> Target:
    template = template_named(CARE)
    if template is None:
        raise LookupError("The template of the monthly care is not there.")
    sam: dict[str, Any] = {"by": teller.by("sam"), "at": at}
    monthly = Recurrence(Unit.MONTH, at.date(), 1, WORKING_DAYS, 1)
    keep_recurring(words=RecurringWords(template, monthly, company=account.company), **sam)
    over = {"company": account.company}
    return ticket_target(open_by_template(template=template, over=over, **sam))


def _finish(teller: Teller, pk: int | None, handle: str, at: datetime) -> None:
    ticket = Ticket.objects.get(pk=pk)
    for number in range(1, ticket.checks + 1):
        tick_check(ticket=ticket, number=number, done=True, by=teller.by(handle), at=at)
    resolve_ticket(ticket=Ticket.objects.get(pk=pk), by=teller.by(handle), at=at,
                   text="All of it is done; nothing is open.")  # fmt: skip
