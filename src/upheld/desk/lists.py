"""The lists of tickets and of service levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields as dataclass_fields
from dataclasses import replace

from django.db.models import Q
from django.urls import reverse

from upheld.customers.lists import by_customer
from upheld.desk.list_filters import AWAKE, OPEN, SOON, TOO_LONG, ByAnswer, ByMoment, ByTag
from upheld.desk.may import May
from upheld.desk.models import Ticket, TicketField, TicketQueue, TicketTemplate
from upheld.desk.models.ticket import NEVER, TicketState
from upheld.desk.queries.ticket_fields import said
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.foundation.lists import (
    Bulk,
    ByChoice,
    ByDays,
    ByPerson,
    ByRow,
    ByText,
    ByYesNo,
    Kind,
    ListColumn,
    ListOf,
    Pill,
)
from upheld.people.models import Team

STATE_TONES = {
    TicketState.NEW: "accent",
    TicketState.OPEN: "info",
    TicketState.WAITING: "warn",
    TicketState.RESOLVED: "good",
    TicketState.CLOSED: "neutral",
}
PRIORITY_TONES = {1: "bad", 2: "warn", 3: "neutral", 4: "neutral"}
MET_TITLES = {True: Pill("Met", "good"), False: Pill("Missed", "bad"), None: Pill("", "neutral")}


def state_pill(ticket: Ticket) -> Pill:
    """Say the state of a ticket, with its tone."""
    state = TicketState(ticket.state)
    return Pill(state.label, STATE_TONES[state])


def priority_pill(ticket: Ticket | TicketTemplate) -> Pill:
    """Say how urgent a ticket is, with its tone."""
    return Pill(PRIORITIES[ticket.priority], PRIORITY_TONES[ticket.priority])


def _team_name(pk: int) -> str | None:
    return Team.objects.filter(pk=pk).values_list("name", flat=True).first()


def _queue_name(pk: int) -> str | None:
    return TicketQueue.objects.filter(pk=pk).values_list("name", flat=True).first()


def _checks(ticket: Ticket) -> str:
    return f"{ticket.checks_done} of {ticket.checks}" if ticket.checks else ""


def _met(met: bool | None) -> Pill:  # noqa: FBT001  a stored column
    return MET_TITLES[met]


TICKETS: ListOf[Ticket] = ListOf(
    key="tickets",
    title="Tickets",
    noun="ticket",
    route="tickets",
    url=lambda ticket: reverse("ticket", args=[ticket.number]),
    order="next_due_at",
    opens_with="state=new&state=open&state=waiting&snoozed=no",
    about="What customers ask for and what watches over their systems, the most pressing first.",
    example="Type “acme vpn down 25m” into the line at the top: ticket and time are there.",
    columns=(
        ListColumn("number", "No.", lambda t: t.number, Kind.NUMBER, sort="number"),
        ListColumn(
            "title", "Ticket", lambda t: t.title, link=True,
            hint=lambda t: t.company.name if t.company else "Our own",
        ),
        ListColumn("priority", "Priority", priority_pill, Kind.STATUS, sort="priority"),
        ListColumn("state", "State", state_pill, Kind.STATUS),
        ListColumn(
            "due", "Due", lambda t: None if t.next_due_at == NEVER else t.next_due_at, Kind.AGO,
            sort="next_due_at",
        ),
        ListColumn(
            "assignee", "With", lambda t: t.assignee.name if t.assignee else "", Kind.PERSON,
        ),
        ListColumn("last", "Last", lambda t: t.last_at, Kind.AGO, sort="last_at", wide_only=True),
        ListColumn("snoozed", "Laid aside until",
                   lambda t: None if t.snoozed_until == NEVER else t.snoozed_until, Kind.MOMENT,
                   shown=False),
        ListColumn("opened", "Opened", lambda t: t.opened_at, Kind.DAY, sort="opened_at",
                   shown=False),
        ListColumn("resolved", "Resolved", lambda t: t.resolved_at, Kind.MOMENT,
                   sort="resolved_at", shown=False),
        ListColumn("response", "First response", lambda t: _met(t.response_met), Kind.STATUS,
                   shown=False),
        ListColumn("resolution", "Resolution", lambda t: _met(t.resolution_met), Kind.STATUS,
                   shown=False),
        ListColumn("kind", "Kind", lambda t: t.kind, shown=False),
        ListColumn("tags", "Tags", lambda t: ", ".join(t.tags), shown=False),
        ListColumn("queue", "Queue", lambda t: t.queue.name if t.queue else "", shown=False),
        ListColumn("checks", "Ticked", _checks, shown=False),
        ListColumn("reopened", "Reopened", lambda t: t.reopened, Kind.NUMBER, shown=False),
    ),
    filters=(
        ByText("title", "company__name"),
        ByChoice("state", "State", "state", choices=TicketState.choices),
        ByChoice("priority", "Priority", "priority",
                 choices=[(str(key), title) for key, title in PRIORITIES.items()]),
        ByPerson("assignee", "With", "assignee_id"),
        by_customer("company"),
        ByDays("opened", "Opened", "opened_at"),
        ByDays("due", "Due", "next_due_at"),
        ByDays("resolved", "Resolved", "resolved_at"),
        ByYesNo("snoozed", "Laid aside", Q(snoozed_until__isnull=False)),
        ByMoment("danger", "In danger", {
            "soon": ("missed or due within four hours",
                     lambda at: OPEN & Q(next_due_at__lt=at + SOON)),
            "missed": ("missed", lambda at: OPEN & Q(next_due_at__lt=at)),
        }),
        ByMoment("waits", "Waiting", {
            "long": ("for the customer for five days or longer",
                     lambda at: Q(state="waiting") & AWAKE & Q(last_at__lt=at - TOO_LONG)),
        }),
        ByRow("team", "Team", "assignee__team_id", name_of=_team_name),
        ByRow("queue", "Queue", "queue_id", name_of=_queue_name),
        ByAnswer(),
        ByTag(),
        ByYesNo("missed", "Missed a target", Q(response_met=False) | Q(resolution_met=False)),
    ),
    bulk=(
        Bulk("Take them", "tickets-take", May.WORK_ON_TICKETS, "user"),
        Bulk("Change", "tickets-change", May.WORK_ON_TICKETS, "adjustments"),
        Bulk("Resolve", "tickets-resolve", May.WORK_ON_TICKETS, "circle-check",
             "Resolve the selected tickets? Their customers read that they are solved."),
    ),
)  # fmt: skip


class _OfOneProvider(ListOf[Ticket]):
    """The list with one provider's fields: not registered, for it is nobody else's."""

    def __post_init__(self) -> None:
        """Find the columns by their keys; what else there is to check, the list itself did."""
        self._by_key.update({column.key: column for column in self.columns})


def tickets_with(fields: Sequence[TicketField]) -> ListOf[Ticket]:
    """Give the list of tickets with the provider's own fields as columns and in its filter."""
    if not fields:
        return TICKETS
    filters = [ByAnswer(fields) if one.key == "field" else one for one in TICKETS.filters]
    given = {one.name: getattr(TICKETS, one.name) for one in dataclass_fields(TICKETS) if one.init}
    columns = (*TICKETS.columns, *(_column(one) for one in fields))
    return _OfOneProvider(**{**given, "filters": filters, "columns": columns})


def _column(field: TicketField) -> ListColumn[Ticket]:
    key = str(field.pk)
    return ListColumn(f"field_{key}", field.name, lambda t: said(field, t.answers.get(key, "")),
                      shown=False)  # fmt: skip


_THEIRS = frozenset({"q", "state", "priority", "opened", "resolved"})
_OURS = frozenset({"queue", "checks"})
OWN_TICKETS: ListOf[Ticket] = replace(
    TICKETS, key="own-tickets",
    filters=tuple(one for one in TICKETS.filters if one.key in _THEIRS), bulk=(),
    columns=tuple(one for one in TICKETS.columns if one.key not in _OURS),
)  # fmt: skip
"""As a customer may ask for them: neither by who of ours has them nor by what presses us."""
