"""The lists of what a desk is set up with."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from upheld.customers.lists import by_customer
from upheld.desk.lists import priority_pill
from upheld.desk.models import RecurringTicket, TicketTemplate
from upheld.desk.rules.recurrence import in_words
from upheld.foundation.lists import (
    ByText,
    ByYesNo,
    Kind,
    ListColumn,
    ListOf,
    Pill,
)


def _in_use(template: TicketTemplate) -> Pill:
    return Pill("Retired", "neutral") if template.retired_at else Pill("In use", "good")


TEMPLATES: ListOf[TicketTemplate] = ListOf(
    key="ticket-templates",
    title="Templates",
    noun="template",
    route="ticket-templates",
    url=lambda template: reverse("ticket-template", args=[template.number]),
    order="name",
    opens_with="retired=no",
    about="What tickets of a known sort begin with: words, tags, a checklist, procedures.",
    example="“New starter”: an account, a device, a badge, and the procedure that is followed.",
    columns=(
        ListColumn("name", "Template", lambda t: t.name, link=True, sort="name",
                   hint=lambda t: t.title),
        ListColumn("kind", "Kind", lambda t: t.kind, sort="kind"),
        ListColumn("priority", "Priority", priority_pill, Kind.STATUS, sort="priority"),
        ListColumn("queue", "Queue", lambda t: t.queue.name if t.queue else ""),
        ListColumn("checks", "To tick", lambda t: len(t.checks) or None, Kind.NUMBER,
                   wide_only=True),
        ListColumn("procedures", "Procedures", lambda t: len(t.procedures) or None, Kind.NUMBER,
                   wide_only=True),
        ListColumn("state", "State", _in_use, Kind.STATUS, shown=False),
    ),
    filters=(
        ByText("name", "title"),
        ByYesNo("retired", "Retired", Q(retired_at__isnull=False)),
    ),
)  # fmt: skip


def _stands(recurring: RecurringTicket) -> Pill:
    if recurring.ended_at is not None:
        return Pill("Ended", "neutral")
    if recurring.paused_at is not None:
        return Pill("Paused", "warn")
    return Pill("Goes on", "good") if recurring.next_at else Pill("Its last day is over", "neutral")


RECURRING: ListOf[RecurringTicket] = ListOf(
    key="recurring-tickets",
    title="Recurring tickets",
    noun="recurring ticket",
    route="recurring-tickets",
    url=lambda recurring: reverse("recurring-ticket", args=[recurring.number]),
    order="next_at",
    opens_with="ended=no",
    about="What has to be done again and again: each time a ticket, with what belongs to it.",
    example="“Check the backups”, every month on the first weekday, for each customer.",
    columns=(
        ListColumn("title", "Recurring ticket", str, link=True,
                   hint=lambda r: r.company.name if r.company else "Our own"),
        ListColumn("often", "How often", lambda r: in_words(r.rule)),
        ListColumn("next", "Next", lambda r: r.next_at, Kind.MOMENT, sort="next_at"),
        ListColumn("made", "Made", lambda r: r.made, Kind.NUMBER, sort="made"),
        ListColumn("assignee", "With", lambda r: r.assignee.name if r.assignee else "",
                   Kind.PERSON, wide_only=True),
        ListColumn("state", "State", _stands, Kind.STATUS),
        ListColumn("template", "Template", lambda r: r.template.name, shown=False),
    ),
    filters=(
        ByText("title", "template__name", "template__title", "company__name"),
        by_customer("company"),
        ByYesNo("paused", "Paused", Q(paused_at__isnull=False)),
        ByYesNo("ended", "Ended", Q(ended_at__isnull=False)),
    ),
)  # fmt: skip
