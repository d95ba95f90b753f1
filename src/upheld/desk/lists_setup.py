"""The lists of what a desk is set up with."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from upheld.desk.lists import priority_pill
from upheld.desk.models import TicketTemplate
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
