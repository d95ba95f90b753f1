"""The hours that a proposal would promise, as far as they are estimated and have a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.agreements.asking import Wanted
from upheld.agreements.models import Estimate, ProposalDeliverable
from upheld.agreements.queries.parts import deliverable_hash

if TYPE_CHECKING:
    from datetime import date

    from upheld.agreements.models import Proposal


@dataclass(frozen=True, slots=True)
class WantedWork:
    """One deliverable of a proposal: what it wants, or what is missing to say so."""

    title: str
    wanted: Wanted | None
    missing: str = ""


def work_wanted(proposal: Proposal, today: date) -> tuple[WantedWork, ...]:
    """Give each deliverable with the likely hours of its newest estimate: two queries.

    An estimate that was given on other words than today's does not count.
    """
    rows = list(ProposalDeliverable.objects.filter(proposal=proposal).order_by("position", "pk"))
    newest: dict[int, Estimate] = {}
    for estimate in Estimate.objects.filter(deliverable__in=rows).order_by("at", "pk"):
        newest[estimate.deliverable_id] = estimate
    return tuple(_work(row, newest.get(row.pk), today) for row in rows)


def _work(row: ProposalDeliverable, estimate: Estimate | None, today: date) -> WantedWork:
    if estimate is None or estimate.text_hash != deliverable_hash(row):
        return WantedWork(row.title, None, "not estimated")
    if row.due_on is None:
        return WantedWork(row.title, None, "no day by which it is due")
    starts = max(row.starts_on or today, today)
    return WantedWork(row.title, Wanted(estimate.likely_seconds, row.function, starts, row.due_on))
