"""Everything that a proposal consists of, read in a handful of queries whatever its size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from upheld.agreements.models import (
    Estimate,
    ProposalClaim,
    ProposalDeliverable,
    ProposalLine,
    ProposalTerm,
    WordingExplained,
)
from upheld.agreements.rules import pricing
from upheld.agreements.rules.departures import text_hash
from upheld.foundation.models import Provider
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate
from upheld.reviews.models import Review

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from upheld.agreements.models import Proposal
    from upheld.foundation.tenancy.owned import Owned

TERM, ESTIMATE, CAPACITY, PRICE = "term", "estimate", "capacity", "price"
"""The kinds of review that a proposal asks for; a price's has its consent behind a dot."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A proposal's rows. `reviews` are newest first; `estimates` by deliverable, newest only."""

    proposal: Proposal
    provider: Provider
    lines: tuple[ProposalLine, ...]
    deliverables: tuple[ProposalDeliverable, ...]
    estimates: Mapping[int, Estimate]
    terms: tuple[ProposalTerm, ...]
    claims: tuple[ProposalClaim, ...]
    explained: frozenset[str]
    reviews: tuple[Review, ...]

    def reviews_of(self, row: Owned, kind: str) -> tuple[Review, ...]:
        """Give the reviews of a kind about one of these rows, newest first."""
        label = row._meta.label_lower
        return tuple(
            one
            for one in self.reviews
            if one.kind == kind and one.subject_type == label and one.subject_id == row.pk
        )

    def estimate_of(self, deliverable: ProposalDeliverable) -> Estimate | None:
        """Give the newest estimate, if it was given on the words as they are now."""
        found = self.estimates.get(deliverable.pk)
        return found if found and found.text_hash == deliverable_hash(deliverable) else None

    def as_priced(self) -> list[pricing.ProposalLine]:
        """Give the lines as the price is worked out from them."""
        return [as_priced(line, self.proposal) for line in self.lines]

    def price(self) -> pricing.ProposalPrice:
        """Work out the price."""
        return pricing.price_proposal(self.as_priced(), self.proposal.currency)

    def capacity_hash(self) -> str:
        """Hash what an answer about capacity answers for: each deliverable's effort and days."""
        said = []
        for one in sorted(self.deliverables, key=lambda one: one.pk):
            estimate = self.estimate_of(one)
            effort = estimate.likely_seconds if estimate else 0
            said.append(f"{one.pk} {effort} {one.starts_on} {one.due_on}")
        return text_hash("\n".join(said))


def parts_of(proposal: Proposal) -> Parts:
    """Read a proposal's parts: eight queries."""
    deliverables = tuple(
        ProposalDeliverable.objects.filter(proposal=proposal).order_by("position", "pk")
    )
    terms = tuple(
        ProposalTerm.objects.filter(proposal=proposal)
        .select_related("standard", "clause")
        .order_by("position", "pk")
    )
    return Parts(
        proposal=proposal,
        provider=Provider.objects.get(pk=proposal.provider_id),
        lines=tuple(
            ProposalLine.objects.filter(proposal=proposal)
            .select_related("service")
            .order_by("position", "pk")
        ),
        deliverables=deliverables,
        estimates=_newest(deliverables),
        terms=terms,
        claims=tuple(
            ProposalClaim.objects.filter(proposal=proposal).select_related("claim").order_by("pk")
        ),
        explained=frozenset(
            WordingExplained.objects.filter(proposal=proposal).values_list("text_hash", flat=True)
        ),
        reviews=_reviews([proposal, *deliverables, *terms]),
    )


def deliverable_hash(deliverable: ProposalDeliverable) -> str:
    """Hash the words that an estimate answers for."""
    return text_hash(f"{deliverable.title}\n{deliverable.criterion}\n{deliverable.evidence_kind}")


def as_priced(line: ProposalLine, proposal: Proposal) -> pricing.ProposalLine:
    """Turn a stored line into what the price is worked out from."""
    kind = pricing.LineKind(line.kind)
    cost = None if line.cost_minor is None else Money(line.cost_minor, proposal.currency)
    return pricing.ProposalLine(
        kind=kind,
        title=line.title,
        list_price=Money(line.list_minor, proposal.currency),
        quantity=line.quantity,
        discount=Rate(line.discount_ppm),
        months=proposal.months if kind is pricing.LineKind.MONTHLY else 0,
        unit_cost=cost,
    )


def _newest(deliverables: Iterable[ProposalDeliverable]) -> dict[int, Estimate]:
    rows = Estimate.objects.filter(deliverable__in=[one.pk for one in deliverables])
    return {
        one.deliverable_id: one for one in rows.select_related("estimator").order_by("at", "pk")
    }


def _reviews(rows: list[Owned]) -> tuple[Review, ...]:
    by_kind: dict[str, list[int]] = {}
    for row in rows:
        by_kind.setdefault(row._meta.label_lower, []).append(row.pk)
    wanted = Q(pk__in=[])
    for label, ids in by_kind.items():
        wanted |= Q(subject_type=label, subject_id__in=ids)
    found = Review.objects.filter(wanted).select_related("asked", "answered_by")
    return tuple(found.order_by("-number"))
