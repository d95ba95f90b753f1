"""Templates of tickets: which there are, what they bring along, and who leans on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from upheld.desk.models import RecurringTicket, Ticket, TicketCheck, TicketTemplate
from upheld.foundation.asked_often import SqlKept
from upheld.playbook.models import Procedure

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor

MOST_SHOWN = 20


def visible_templates(_actor: Actor) -> QuerySet[TicketTemplate]:
    """Give the templates that somebody of the staff may see: all of them."""
    rows: QuerySet[TicketTemplate] = TicketTemplate.objects.select_related("queue", "assignee")
    return rows


def templates_in_use(actor: Actor) -> QuerySet[TicketTemplate]:
    """Give those by which tickets can begin, by name."""
    return visible_templates(actor).filter(retired_at=None).order_by("name", "pk")


def template_named(name: str) -> TicketTemplate | None:
    """Give the template in use of exactly this name, in any letters: one query, two if it is."""
    meant = name.casefold()
    found = next((pk for pk, called in _NAMES.lines() if called.casefold() == meant), None)
    if found is None:
        # Nearly always, for each captured line asks.
        return None
    return TicketTemplate.objects.select_related("queue", "assignee").filter(pk=found).first()


def _names() -> QuerySet[TicketTemplate, tuple[Any, ...]]:
    return TicketTemplate.objects.filter(retired_at=None).order_by("pk").values_list("pk", "name")


_NAMES = SqlKept(_names)


def procedures_of(template: TicketTemplate) -> list[Procedure]:
    """Give the procedures that are begun with a template's ticket, in its order.

    For a withdrawn one what is followed instead; what can no longer be begun is left out.
    """
    found = named_procedures(template)
    stands = [one.instead if one.withdrawn_at and one.instead else one for one in found]
    begun = [one for one in stands if one.withdrawn_at is None and one.revision]
    return list({one.pk: one for one in begun}.values())


def named_procedures(template: TicketTemplate) -> list[Procedure]:
    """Give the procedures that a template names, in its order: one query, none where none is."""
    if not template.procedures:
        return []
    rows = Procedure.objects.filter(pk__in=template.procedures).select_related("instead", "owner")
    known = {row.pk: row for row in rows}
    return [known[pk] for pk in template.procedures if pk in known]


def procedures_to_choose() -> tuple[tuple[str, str], ...]:
    """Offer the procedures that can be begun, by number and title."""
    rows = Procedure.objects.filter(withdrawn_at=None, revision__gt=0).order_by("title", "pk")
    return tuple((str(number), title) for number, title in rows.values_list("number", "title"))


def recurring_by(template: TicketTemplate) -> list[RecurringTicket]:
    """Give the recurring tickets that begin by a template and have not ended."""
    rows = RecurringTicket.objects.filter(template=template, ended_at=None)
    return list(rows.select_related("template").order_by("number"))


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """A template and what came of it."""

    template: TicketTemplate
    procedures: tuple[Procedure, ...]
    tickets: tuple[Ticket, ...]
    """The last that began by it."""


def template_page(template: TicketTemplate, actor: Actor) -> TemplatePage:
    """Read a template's page: two queries."""
    began = Ticket.objects.filter(template=template, void=False).select_related("company")
    return TemplatePage(
        template, tuple(named_procedures(template)),
        tuple(began.order_by("-opened_at", "-pk")[:MOST_SHOWN]) if actor.is_staff else (),
    )  # fmt: skip


def checks_of(ticket: Ticket) -> tuple[TicketCheck, ...]:
    """Give a ticket's checklist in order; asks nothing where there is none."""
    if not ticket.checks:
        return ()
    rows = TicketCheck.objects.filter(ticket=ticket).select_related("done_by")
    return tuple(rows.order_by("number"))
