"""The readiness check of a meeting: what the records show beside what people answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.values.text import one_line
from upheld.selling.models import Deal, Gap, Meeting, StageEvidence
from upheld.selling.rules.readiness import Answer, Item, Readiness, readiness
from upheld.selling.rules.stages import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def readiness_of(meeting: Meeting) -> Readiness:
    """Read one meeting's check; the meeting's deal and company must have been read with it."""
    return readiness_of_all([meeting])[meeting.pk]


def readiness_of_all(
    meetings: Iterable[Meeting],
    *,
    said: Mapping[int, Mapping[str, str]] | None = None,
    gaps: Mapping[int, list[str]] | None = None,
) -> Mapping[int, Readiness]:
    """Read the checks of many meetings by id: two queries, however many there are.

    A page that has read them gives the words of evidence (`said`, by kind) and the needs that we
    cannot meet (`gaps`), both by deal.
    """
    rows = list(meetings)
    deals = {row.deal_id for row in rows}
    said = _said(deals) if said is None else said
    gaps = _gaps(deals) if gaps is None else gaps
    return {
        row.pk: readiness(
            _derived(row.deal, said.get(row.deal_id, {}), gaps.get(row.deal_id, [])),
            answers_of(row),
        )
        for row in rows
    }


def answers_of(meeting: Meeting) -> Mapping[Item, Answer]:
    """Give what people answered, by item."""
    return {
        item: Answer(**{key: str(value) for key, value in meeting.answers[item].items()})
        for item in Item
        if item in meeting.answers
    }


def _derived(deal: Deal, said: Mapping[str, str], gaps: list[str]) -> dict[Item, str]:
    company = deal.company
    found = {
        Item.PROBLEM: said.get(Evidence.PROBLEM_STATED, ""),
        Item.WHAT_THEY_DO: company.does,
        Item.HEADCOUNT: f"{company.headcount:,} people" if company.headcount else "",
        Item.CONTRACT_DRAFT: said.get(Evidence.PROPOSAL_ON_TABLE, ""),
        Item.OUR_GAPS: "; ".join(gaps),
    }
    return {item: one_line(words) for item, words in found.items() if words}


def _said(deals: Iterable[int]) -> dict[int, dict[str, str]]:
    kinds = (Evidence.PROBLEM_STATED, Evidence.PROPOSAL_ON_TABLE)
    rows = StageEvidence.objects.filter(deal__in=deals, kind__in=kinds, withdrawn_at=None)
    found: dict[int, dict[str, str]] = {}
    for deal, kind, words in rows.order_by("pk").values_list("deal_id", "kind", "words"):
        found.setdefault(deal, {})[kind] = words
    return found


def _gaps(deals: Iterable[int]) -> dict[int, list[str]]:
    rows = Gap.objects.filter(deal__in=deals).order_by("number")
    found: dict[int, list[str]] = {}
    for deal, need in rows.values_list("deal_id", "need"):
        found.setdefault(deal, []).append(need)
    return found
