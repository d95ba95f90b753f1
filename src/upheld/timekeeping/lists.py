"""The list of time."""

from __future__ import annotations

from django.db.models import Q

from upheld.customers.lists import by_customer
from upheld.foundation.lists import (
    ByChoice,
    ByDays,
    ByNumber,
    ByPerson,
    ByRow,
    ByText,
    ByYesNo,
    Kind,
    ListColumn,
    ListOf,
    Pill,
)
from upheld.timekeeping.models import Billing, Category, TimeEntry
from upheld.timekeeping.targets import rule_in_words

BILLING_TONES = {
    Billing.BILLABLE: "good",
    Billing.COVERED: "info",
    Billing.UNBILLED: "warn",
    Billing.INTERNAL: "neutral",
}


def _on(pk: int) -> str | None:
    return str(pk)


def billing_pill(entry: TimeEntry) -> Pill:
    """Say who pays, with its tone; what counts no more says so."""
    if entry.void:
        return Pill("Does not count", "bad")
    if entry.adjusts_id is not None:
        return Pill("Adjusts locked time", BILLING_TONES[Billing(entry.billing)])
    billing = Billing(entry.billing)
    return Pill(billing.label, BILLING_TONES[billing])


TIME: ListOf[TimeEntry] = ListOf(
    key="time",
    title="Time",
    noun="entry",
    nouns="entries",
    route="time",
    url=lambda entry: entry.on_url,
    order="-worked_on",
    opens_with="counts=yes",
    about="Every minute and what it was on: what makes cost, profit and estimates true.",
    example="“#1042 45m replaced switch” in the line at the top is an entry here.",
    columns=(
        ListColumn("day", "Day", lambda e: e.worked_on, Kind.DAY, sort="worked_on"),
        ListColumn("person", "Who", lambda e: e.person.name, Kind.PERSON),
        ListColumn("on", "On", lambda e: e.on_title, link=True,
                   hint=lambda e: e.company.name if e.company else ""),
        ListColumn("note", "Note", lambda e: e.note, wide_only=True),
        ListColumn("billing", "Who pays", billing_pill, Kind.STATUS),
        ListColumn("seconds", "Time", lambda e: e.seconds, Kind.EFFORT, sort="seconds"),
        ListColumn("because", "Because",
                   lambda e: rule_in_words(e.billing_rule, e.billing_named).words, shown=False),
        ListColumn("category", "For", lambda e: Category(e.category).label, shown=False),
        ListColumn("kind", "Kind", lambda e: e.on_kind.capitalize(), shown=False),
        ListColumn("started", "From", lambda e: e.started_at, Kind.MOMENT, shown=False),
        ListColumn("entered", "Entered", lambda e: e.entered_at, Kind.MOMENT, sort="entered_at",
                   shown=False),
        ListColumn("work_type", "Work type", lambda e: e.work_type, shown=False),
    ),
    filters=(
        ByText("on_title", "note", "company__name"),
        ByDays("day", "Day", "worked_on"),
        ByPerson("person", "Who", "person_id"),
        ByChoice("billing", "Who pays", "billing", choices=Billing.choices),
        ByChoice("category", "For", "category", choices=Category.choices),
        by_customer("company"),
        ByChoice("kind", "Kind", "on_kind", choices=[
            (one, one.capitalize()) for one in ("ticket", "deliverable", "deal", "complaint",
                                                 "procedure", "training", "internal")]),
        ByRow("on", "On", "on_id", name_of=_on),
        ByNumber("seconds", "Time", "seconds", Kind.EFFORT),
        ByYesNo("counts", "Counts", Q(void=False)),
        ByYesNo("adjusts", "Adjusts locked time", Q(adjusts__isnull=False)),
    ),
)  # fmt: skip
