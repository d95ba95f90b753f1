"""Whether an agreement covers work for a customer on a day, and by which rule that was decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

BY_AGREEMENT = "desk.agreement"
AGREEMENT_OVER = "desk.agreement_over"
NO_AGREEMENT = "desk.no_agreement"
OURS = "desk.ours"


@dataclass(frozen=True, slots=True)
class Term:
    """An agreement with a monthly price, from a day on to before another."""

    number: int
    starts_on: date
    ends_on: date
    ended_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether it was in force on a day; one that was ended ends early."""
        until = self.ends_on if self.ended_on is None else min(self.ends_on, self.ended_on)
        return self.starts_on <= day < until


def covering(terms: Iterable[Term], day: date) -> tuple[str, int | None]:
    """Give the rule that decides for a day, and the agreement that it went by.

    Of several in force, the one that began last. Where none is but one was or will be, that one
    is named: the customer may think that they are covered.
    """
    known = sorted(terms, key=lambda one: (one.starts_on, one.number), reverse=True)
    for one in known:
        if one.holds_on(day):
            return BY_AGREEMENT, one.number
    return (AGREEMENT_OVER, known[0].number) if known else (NO_AGREEMENT, None)
