"""Recurring tickets are set up, paused and ended, and each of their tickets is made once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from upheld.agreements.models.agreement import AgreementState
from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models import RecurringDay, RecurringTicket
from upheld.desk.operations.ticket_templates import open_by_template
from upheld.desk.queries.recurring_tickets import next_days
from upheld.desk.rules.recurrence import moments_of, problems_of
from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.foundation.values.text import one_line

if TYPE_CHECKING:
    from datetime import date, datetime

    from upheld.agreements.models import Agreement
    from upheld.customers.models import Company, Contact
    from upheld.desk.models import Ticket, TicketTemplate
    from upheld.desk.rules.recurrence import Recurrence
    from upheld.foundation.actor import Actor
    from upheld.people.models import Person

DAY = 24 * 60
MOST_BEHIND = 400
"""So many missed days are told apart after a standstill; a longer one has its oldest left out."""
STOOD_STILL = "Nothing ran here then; the next one was made."


@dataclass(frozen=True, slots=True)
class RecurringWords:
    """What recurs: by which template, for whom, with whom, on which days at which minute."""

    template: TicketTemplate
    rule: Recurrence
    minute: int = 7 * 60
    title: str = ""
    company: Company | None = None
    contact: Contact | None = None
    agreement: Agreement | None = None
    assignee: Person | None = None


@operation(May.SET_UP_DESK)
def keep_recurring(
    *,
    words: RecurringWords,
    by: Actor,
    at: datetime,
    recurring: RecurringTicket | None = None,
    seen: int | None = None,
) -> RecurringTicket:
    """Have a ticket made again and again, or change how; what was made stays as it is.

    The first is made on the first of its days that is still to come. Refuses with: invalid_input,
    changed_meanwhile, recurring_ended.
    """
    _require_usable(words)
    fields = _fields(words)
    if recurring is None:
        recurring = RecurringTicket(number=next_number("recurring_ticket"), **fields)
        recurring.provider_id = by.provider_id
        _point_to_next(recurring, at)
        if recurring.next_at is None:
            raise invalid(until_on="By these days it would never be made.")
        recurring.save()
    else:
        recurring = lock(recurring, seen)
        _require_standing(recurring)
        if all(getattr(recurring, name) == value for name, value in fields.items()):
            return unchanged(recurring)
        recurring.change(**fields)
        recurring.change(**_next_of(recurring, at))
    record(
        Event.RECURRING_KEPT, recurring, about=[words.company, words.template],
        number=recurring.number, next_on=str(recurring.next_on or ""), minute=recurring.minute,
        private={"title": str(recurring)},
    )  # fmt: skip
    return recurring


@operation(May.SET_UP_DESK)
def pause_recurring(
    *, recurring: RecurringTicket, by: Actor, at: datetime, seen: int | None = None
) -> RecurringTicket:
    """Have nothing made until it goes on. Refuses with: changed_meanwhile, recurring_ended."""
    del by
    recurring = lock(recurring, seen)
    _require_standing(recurring)
    if recurring.paused_at is not None:
        return unchanged(recurring)
    recurring.change(paused_at=at, next_on=None, next_at=None)
    return _recorded(Event.RECURRING_PAUSED, recurring)


@operation(May.SET_UP_DESK)
def resume_recurring(
    *, recurring: RecurringTicket, by: Actor, at: datetime, seen: int | None = None
) -> RecurringTicket:
    """Let it go on with its next day; what fell into the pause is not made.

    Refuses with: changed_meanwhile, recurring_ended.
    """
    del by
    recurring = lock(recurring, seen)
    _require_standing(recurring)
    if recurring.paused_at is None:
        return unchanged(recurring)
    recurring.change(paused_at=None)
    recurring.change(**_next_of(recurring, at))
    return _recorded(Event.RECURRING_RESUMED, recurring)


@operation(May.SET_UP_DESK)
def end_recurring(
    *, recurring: RecurringTicket, reason: str, by: Actor, at: datetime, seen: int | None = None
) -> RecurringTicket:
    """Have it never made again. Refuses with: invalid_input, changed_meanwhile, recurring_ended."""
    del by
    if not reason.strip():
        raise invalid(reason="Say why it ends.")
    recurring = lock(recurring, seen)
    _require_standing(recurring)
    recurring.change(
        ended_at=at, why_ended=reason.strip()[:500], next_on=None, next_at=None, paused_at=None
    )
    return _recorded(Event.RECURRING_ENDED, recurring, reason=reason.strip())


@operation(None)
def make_recurring(*, recurring: RecurringTicket, by: Actor, at: datetime) -> Ticket | None:
    """Make the ticket of the last day that has come, once; harmless before that.

    After a standstill only the last of the days that passed is made, and the others say so: five
    patch rounds of one customer at once are one round. While its agreement is not in force nothing
    is made, and the day says why.
    """
    recurring = lock(recurring)
    if recurring.next_at is None or recurring.next_on is None or recurring.next_at > at:
        return unchanged(None)
    *missed, last = _days_come(recurring, at)
    for day in missed:
        _settle_day(recurring, day, at, why_not=STOOD_STILL)
    why_not = _why_not(recurring, last)
    ticket = None if why_not else _make(recurring, by, at)
    _settle_day(recurring, last, at, ticket=ticket, why_not=why_not)
    recurring.change(made=recurring.made + (ticket is not None), **_next_of(recurring, at))
    record(
        Event.RECURRING_MADE if ticket else Event.RECURRING_PASSED, recurring,
        about=[recurring.company, ticket], number=recurring.number, on=str(last),
        missed=len(missed), ticket=ticket.number if ticket else 0,
        private={"title": str(recurring), "why": why_not},
    )  # fmt: skip
    return ticket


def _make(recurring: RecurringTicket, by: Actor, at: datetime) -> Ticket:
    over: dict[str, Any] = {"company": recurring.company}
    contact, assignee = recurring.contact, recurring.assignee
    if contact is not None and contact.active:
        over["contact"] = contact
    if assignee is not None and assignee.active:
        over["assignee"] = assignee
    if recurring.title:
        over["title"] = recurring.title
    return open_by_template(template=recurring.template, over=over, by=by, at=at)


def _settle_day(
    recurring: RecurringTicket, day: date, at: datetime, *, ticket: Ticket | None = None,
    why_not: str = "",
) -> None:  # fmt: skip
    # The constraint on recurring and day is what keeps any of them from being made twice.
    RecurringDay(recurring=recurring, on=day, ticket=ticket, why_not=why_not, settled_at=at).save()


def _days_come(recurring: RecurringTicket, at: datetime) -> list[date]:
    """Give the days from the next one on that have come, in order: one at least."""
    found, after = [recurring.next_on], recurring.next_at
    zone = recurring.provider.zone
    while after is not None and len(found) < MOST_BEHIND:
        following = moments_of(recurring.rule, recurring.minute, zone, after, 1)
        if not following or following[0][1] > at:
            break
        day, after = following[0]
        found.append(day)
    return [day for day in found if day is not None]


def _why_not(recurring: RecurringTicket, day: date) -> str:
    agreement = recurring.agreement
    if agreement is None:
        return ""
    covers = agreement.starts_on <= day < agreement.ends_on
    if agreement.state == AgreementState.ACTIVE and covers:
        return ""
    return f"Agreement {agreement.number} was not in force."


def _next_of(recurring: RecurringTicket, at: datetime) -> dict[str, Any]:
    """Give the next day and moment to come; none while it is paused, and after its last day."""
    found = next_days(recurring, at, 1) if recurring.paused_at is None else ()
    day, moment = found[0] if found else (None, None)
    return {"next_on": day, "next_at": moment}


def _point_to_next(recurring: RecurringTicket, at: datetime) -> None:
    for name, value in _next_of(recurring, at).items():
        setattr(recurring, name, value)


def _fields(words: RecurringWords) -> dict[str, Any]:
    rule = words.rule
    return {
        "template": words.template, "title": one_line(words.title)[:200],
        "company": words.company, "contact": words.contact, "agreement": words.agreement,
        "assignee": words.assignee, "minute": words.minute, "unit": rule.unit.value,
        "every": rule.every, "weekdays": sorted(set(rule.weekdays)), "nth": rule.nth,
        "day": rule.day, "starts_on": rule.starts_on, "until_on": rule.until_on,
    }  # fmt: skip


def _require_usable(words: RecurringWords) -> None:
    problems = problems_of(words.rule)
    if not 0 <= words.minute < DAY:
        problems["minute"] = "Give a time of the day."
    if words.template.retired_at is not None:
        problems["template"] = "This template is retired."
    if words.agreement is not None and (
        words.company is None or words.agreement.company_id != words.company.pk
    ):
        problems["agreement"] = "This agreement is another customer's."
    if words.contact is not None and (
        words.company is None or words.contact.company_id != words.company.pk
    ):
        problems["contact"] = "This person is not of that company."
    if words.assignee is not None and not words.assignee.active:
        problems["assignee"] = f"{words.assignee.name} no longer works here."
    if problems:
        raise invalid(**problems)


def _require_standing(recurring: RecurringTicket) -> None:
    if recurring.ended_at is not None:
        raise Refused(
            "recurring_ended", f"It has ended: {recurring.why_ended}",
            what="Nothing was changed.", remedy="Set up a new one.",
        )  # fmt: skip


def _recorded(event: Event, recurring: RecurringTicket, reason: str = "") -> RecurringTicket:
    record(event, recurring, about=[recurring.company], reason=reason, number=recurring.number,
           private={"title": str(recurring)})  # fmt: skip
    return recurring
