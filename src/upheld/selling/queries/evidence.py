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
    from collections.abc import Iterable, Mapping
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


def evidence_now(deal: Deal) -> Mapping[Evidence, Shown]:
    """Give what holds of a deal at this moment, by kind: four queries.

    A person's words, and what later stages of work have shown, stand as rows. The rest follows:
    who decides from the people in the deal, discovery from its debrief, disclosure from gaps.
    """
    found = {shown.kind: shown for shown in (*_given(deal), *_derived(deal))}
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


def _derived(deal: Deal) -> Iterable[Shown]:
    deciders = DealContact.objects.filter(deal=deal, part=BuyingPart.DECIDER)
    names = list(deciders.values_list("contact__name", flat=True).order_by("pk"))
    if names:
        yield Shown(Evidence.DECISION_MAKER_KNOWN, f"{', '.join(names)} decides.")
    discovery = _held_discovery(deal)
    if discovery is not None:
        yield Shown(Evidence.DISCOVERY_HELD, discovery.title, discovery.starts_at)
    if not undisclosed(deal).exists():
        yield Shown(Evidence.GAPS_DISCLOSED, "The customer knows every gap that we know.")


def _held_discovery(deal: Deal) -> Meeting | None:
    held = Meeting.objects.filter(
        deal=deal, kind=MeetingKind.DISCOVERY, cancelled_at=None, debriefed_at__isnull=False
    )
    first: Meeting | None = held.order_by("starts_at").first()
    return first
