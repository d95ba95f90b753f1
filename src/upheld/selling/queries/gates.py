"""What stands between a deal and its signature: asked in one place, answered by many."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from upheld.foundation.refusals import Reason
from upheld.selling.queries.evidence import undisclosed

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.selling.models import Deal

Gate = Callable[["Deal", "datetime"], Iterable[Reason]]
"""Names what stands in the way of signing a deal at a moment; nothing if nothing does."""

_gates: list[Gate] = []


def add_gates(*gates: Gate) -> None:
    """Let other packages stand at the gate; called once at start, by `wiring`."""
    _gates.extend(gate for gate in gates if gate not in _gates)


def obstacles_to_signature(deal: Deal, at: datetime) -> tuple[Reason, ...]:
    """Name everything that stands between a deal and its signature, ours first.

    Codes of ours: deal_closed, gap_undisclosed.
    """
    own = (*_closed(deal), *_gaps(deal))
    return (*own, *(reason for gate in _gates for reason in gate(deal, at)))


def _closed(deal: Deal) -> Iterable[Reason]:
    if not deal.is_open:
        yield Reason("deal_closed", f"The deal is {deal.outcome}.", "Open it again first.")


def _gaps(deal: Deal) -> Iterable[Reason]:
    for gap in undisclosed(deal).order_by("-is_killer", "found_at"):
        yield Reason(
            "gap_undisclosed",
            f"The customer does not know about the gap “{gap.need}”.",
            "Tell them, with the workaround, and note whom you told.",
            "seller",
        )
