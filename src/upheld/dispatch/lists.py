"""The list of planned blocks."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from upheld.dispatch.models import PlannedBlock, Source
from upheld.foundation.lists import (
    ByChoice,
    ByDays,
    ByPerson,
    ByText,
    ByYesNo,
    Kind,
    ListColumn,
    ListOf,
    Pill,
)


def _standing(block: PlannedBlock) -> Pill:
    return Pill("Planned", "info") if block.stands else Pill("Taken from the plan", "neutral")


BLOCKS: ListOf[PlannedBlock] = ListOf(
    key="blocks",
    title="Planned time",
    noun="block",
    route="blocks",
    url=lambda block: reverse("block", args=[block.number]),
    order="-starts_at",
    opens_with="stands=yes",
    about="Who is to spend which hours on what.",
    example="Dana, Tuesday 9 to 12, on “Firewall replaced” for Acme.",
    columns=(
        ListColumn("number", "No.", lambda b: b.number, Kind.NUMBER, sort="number", shown=False),
        ListColumn("title", "Title", lambda b: b.title, link=True),
        ListColumn("person", "For", lambda b: b.person.name, Kind.PERSON),
        ListColumn("on", "On", lambda b: b.on_title, link=lambda b: b.on_url, wide_only=True),
        ListColumn("company", "Customer", lambda b: b.company.name if b.company else "",
                   wide_only=True),
        ListColumn("starts", "From", lambda b: b.starts_at, Kind.MOMENT, sort="starts_at"),
        ListColumn("ends", "Until", lambda b: b.ends_at, Kind.MOMENT, shown=False),
        ListColumn("seconds", "Hours", lambda b: b.seconds, Kind.EFFORT),
        ListColumn("standing", "State", _standing, Kind.STATUS),
        ListColumn("by", "Planned by", lambda b: b.planned_by.name if b.planned_by else "",
                   Kind.PERSON, shown=False),
        ListColumn("source", "Planned where", lambda b: Source(b.source).label, shown=False),
    ),
    filters=(
        ByText("title", "on_title", "company__name"),
        ByPerson("person", "For", "person_id"),
        ByDays("starts", "From", "starts_at"),
        ByYesNo("stands", "Planned", Q(dropped_at=None)),
        ByYesNo("aside", "With conflicts set aside", ~Q(set_aside=[])),
        ByChoice("source", "Planned where", "source", choices=Source.choices),
    ),
)  # fmt: skip
