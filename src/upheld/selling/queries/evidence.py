"""What is true of a deal now, and what shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.customers.models import BuyingPart
from upheld.selling.models import (
    Deal,
    DealContact,
    Gap,
    Meeting,
    MeetingKind,
    Outcome,
    StageEvidence,
)
from upheld.selling.rules.gaps import OurAnswer
from upheld.selling.rules.stages import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece of evidence that holds, and in which words it is shown.

    `evidence_id` is the row that a person may withdraw; None where other rows speak for it.
    """

    kind: Evidence
    words: str
    at: datetime | None = None
    by: str = ""
    source: str = ""
    evidence_id: int | None = None


def evidence_now(
    deal: Deal, *, deciders: Sequence[str] | None = None, all_told: bool | None = None
) -> Mapping[Evidence, Shown]:
    """Give what holds of a deal at this moment, by kind: four queries.

    A person's words, and what later stages of work have shown, stand as rows. The rest follows:
    who decides from the people in the deal, discovery from its debrief, disclosure from gaps.
    A page that has read those rows gives the names of who decides, and whether every gap was told.
    """
    names = _deciders(deal) if deciders is None else deciders
    told = not undisclosed(deal).exists() if all_told is None else all_told
    found = {shown.kind: shown for shown in (*_given(deal), *_derived(deal, names, told=told))}
    if deal.outcome == Outcome.WON:
        found[Evidence.SIGNED] = Shown(Evidence.SIGNED, "Signed.", deal.closed_at)
    if deal.outcome == Outcome.LOST:
        found[Evidence.LOSS_RECORDED] = Shown(Evidence.LOSS_RECORDED, deal.lost_reason)
    return found


def undisclosed(deal: Deal) -> QuerySet[Gap]:
    """Give the deal's gaps that the customer does not know of."""
    rows: QuerySet[Gap] = Gap.objects.filter(deal=deal, disclosed_at=None)
    return rows.exclude(answer=OurAnswer.MET.value)


def _given(deal: Deal) -> Iterable[Shown]:
    rows = StageEvidence.objects.filter(deal=deal, withdrawn_at=None)
    for row in rows.select_related("given_by", "contact").order_by("given_at", "pk"):
        by = row.contact or row.given_by
        yield Shown(
            Evidence(row.kind), row.words, row.given_at, by.name if by else "", row.source, row.pk
        )


def _deciders(deal: Deal) -> Sequence[str]:
    rows = DealContact.objects.filter(deal=deal, part=BuyingPart.DECIDER).order_by("pk")
    return list(rows.values_list("contact__name", flat=True))


def _derived(deal: Deal, deciders: Sequence[str], *, told: bool) -> Iterable[Shown]:
    if deciders:
        decide = "decides" if len(deciders) == 1 else "decide"
        yield Shown(Evidence.DECISION_MAKER_KNOWN, f"{', '.join(deciders)} {decide}.")
    discovery = _held_discovery(deal)
    if discovery is not None:
        yield Shown(Evidence.DISCOVERY_HELD, discovery.title, discovery.starts_at)
    if told:
        yield Shown(Evidence.GAPS_DISCLOSED, "The customer knows every gap that we know.")


def _held_discovery(deal: Deal) -> Meeting | None:
    held = Meeting.objects.filter(
        deal=deal, kind=MeetingKind.DISCOVERY, cancelled_at=None, debriefed_at__isnull=False
    )
    first: Meeting | None = held.order_by("starts_at").first()
    return first
