"""Needs that we cannot meet, and whether the customer knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto

from upheld.foundation.refusals import Reason
from upheld.foundation.values.money import Money


class OurAnswer(StrEnum):
    """How far we meet a need. Anything but MET is a gap until it has been disclosed."""

    MET = auto()
    GAP = auto()
    PARTIAL = auto()
    ROADMAP = auto()
    PARTNER = auto()


@dataclass(frozen=True, slots=True)
class Gap:
    """A need of the customer and our answer to it.

    `disclosed_at` and `disclosed_to` stand or fall together: a disclosure is told to somebody.
    """

    need: str
    answer: OurAnswer
    found_at: datetime
    disclosed_at: datetime | None = None
    disclosed_to: str = ""
    workaround: str = ""
    deal_killer: bool = False

    @property
    def is_disclosed(self) -> bool:
        """Say whether somebody on the customer's side has been told."""
        return self.disclosed_at is not None and bool(self.disclosed_to.strip())


def undisclosed_gaps(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Give what the customer does not know yet; deal killers first, then the oldest."""
    hidden = [gap for gap in gaps if gap.answer is not OurAnswer.MET and not gap.is_disclosed]
    return tuple(sorted(hidden, key=lambda gap: (not gap.deal_killer, gap.found_at)))


def gap_faults(gap: Gap) -> tuple[Reason, ...]:
    """Name what makes a gap's record untrue. Codes: disclosed_before_found, disclosed_to_nobody,
    disclosed_without_moment.
    """
    faults: list[Reason] = []
    if gap.disclosed_at is not None and gap.disclosed_at < gap.found_at:
        faults.append(
            Reason(
                "disclosed_before_found",
                f"“{gap.need}” would have been disclosed before it was found.",
                "Correct one of the two times.",
            )
        )
    if gap.disclosed_at is not None and not gap.disclosed_to.strip():
        faults.append(
            Reason(
                "disclosed_to_nobody",
                f"It is not said whom we told about “{gap.need}”.",
                "Name the contact.",
            )
        )
    if gap.disclosed_at is None and gap.disclosed_to.strip():
        faults.append(
            Reason(
                "disclosed_without_moment",
                f"It is not said when we told {gap.disclosed_to} about “{gap.need}”.",
                "Enter the time.",
            )
        )
    return tuple(faults)


def hidden_for(gap: Gap, *, at: datetime) -> timedelta:
    """Give how long the customer did not know, up to `at` while they still do not."""
    end = gap.disclosed_at if gap.disclosed_at is not None and gap.disclosed_at <= at else at
    return max(end - gap.found_at, timedelta(0))


def sunk_while_hidden(
    gap: Gap, spent: Iterable[tuple[datetime, Money]], currency: str, *, at: datetime
) -> Money:
    """Add up what the deal cost from finding the gap until its disclosure (or until `at`).

    `spent` holds moments of work and what it cost. Work at the moment of finding counts, work
    at the moment of disclosure does not.
    """
    end = gap.found_at + hidden_for(gap, at=at)
    return Money.total((cost for when, cost in spent if gap.found_at <= when < end), currency)
