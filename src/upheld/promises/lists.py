"""The list of promises."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse

from upheld.customers.lists import by_customer
from upheld.foundation.lists import (
    ByChoice,
    ByDays,
    ByNumber,
    ByPerson,
    ByText,
    ByYesNo,
    Kind,
    ListColumn,
    ListOf,
)
from upheld.promises.models import Promise, Source
from upheld.promises.queries.promises import LIGHTS


def _light(promise: Any) -> str:
    """Give what `with_lights` brought along."""
    return str(promise.light)


PROMISES: ListOf[Promise] = ListOf(
    key="promises",
    title="Promises",
    noun="promise",
    route="promises",
    url=lambda promise: reverse("promise", args=[promise.number]),
    order="due_at",
    opens_with="open=yes",
    about="Who promised what to whom, by when, and what came of it.",
    example="Weekend visits within four hours, to Acme, by the end of March; Dana keeps it.",
    columns=(
        ListColumn("number", "No.", lambda p: p.number, Kind.NUMBER, sort="number", shown=False),
        ListColumn(
            "words",
            "Promise",
            lambda p: p.words,
            link=True,
            hint=lambda p: p.company.name if p.company else "Among ourselves",
        ),
        ListColumn("light", "Standing", _light, Kind.LIGHT, sort="light"),
        ListColumn("due", "Due", lambda p: p.due_at, Kind.MOMENT, sort="due_at"),
        ListColumn("owner", "Keeps it", lambda p: p.owner.name if p.owner else "", Kind.PERSON),
        ListColumn("source", "Source", lambda p: Source(p.source).label, sort="source"),
        ListColumn("value", "Value", lambda p: p.value, Kind.MONEY, sort="value_minor"),
        ListColumn(
            "promised_by",
            "Promised by",
            lambda p: p.promised_by.name if p.promised_by else "",
            Kind.PERSON,
            shown=False,
        ),
        ListColumn("shown_by", "Shown by", lambda p: p.shown_by, shown=False),
        ListColumn(
            "agreed", "Agreed", lambda p: p.agreed_at, Kind.DAY, sort="agreed_at", shown=False
        ),
        ListColumn(
            "settled", "Settled", lambda p: p.settled_at, Kind.DAY, sort="settled_at", shown=False
        ),
    ),
    filters=(
        ByText("words", "company__name", "source_title"),
        ByYesNo("open", "Open", Q(settled_at__isnull=True)),
        ByChoice("standing", "Standing", "light", choices=LIGHTS),
        ByChoice("source", "Source", "source", choices=Source.choices),
        ByPerson("owner", "Keeps it", "owner_id"),
        ByPerson("promised_by", "Promised by", "promised_by_id"),
        ByDays("due", "Due", "due_at"),
        ByNumber("value", "Value", "value_minor", Kind.MONEY),
        by_customer(),
    ),
)
