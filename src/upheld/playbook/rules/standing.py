"""How a procedure stands: not written yet, in use, out of date, or withdrawn."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

SHORTEST_REVIEW, USUAL_REVIEW, LONGEST_REVIEW = 7, 180, 1_100
"""Days after which somebody looks whether a procedure still holds."""
SOON = 14


class Standing(StrEnum):
    """How a procedure stands on a day."""

    DRAFT = "draft"
    IN_USE = "in_use"
    OUTDATED = "outdated"
    WITHDRAWN = "withdrawn"


def standing_on(day: date, *, revision: int, withdrawn: bool, review_on: date | None) -> Standing:
    """Say how a procedure stands: `revision` 0 is one that was never published.

    On its review day itself it still holds; from the day after it is out of date.
    """
    if withdrawn:
        return Standing.WITHDRAWN
    if revision == 0:
        return Standing.DRAFT
    if review_on is not None and review_on < day:
        return Standing.OUTDATED
    return Standing.IN_USE


def should_warn(standing: Standing) -> bool:
    """Tell whether whoever uses a procedure must be told that it may be wrong."""
    return standing in {Standing.OUTDATED, Standing.WITHDRAWN}


def next_review(day: date, every_days: int) -> date:
    """Give the day by which a procedure that was looked at today is looked at again."""
    return day + timedelta(days=every_days)


def is_due_soon(day: date, review_on: date | None) -> bool:
    """Tell whether a procedure's review falls within the next fourteen days."""
    return review_on is not None and day <= review_on <= day + timedelta(days=SOON)
