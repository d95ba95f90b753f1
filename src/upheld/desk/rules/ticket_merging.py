"""Which ticket may be merged into which, and which may stand under which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from upheld.foundation.refusals import Reason


@dataclass(frozen=True, slots=True)
class Mergeable:
    """What the rules look at in a ticket."""

    number: int
    company_id: int | None
    opened_at: datetime
    state: str
    merged: bool = False
    children: bool = False
    """Others stand under it."""
    parent: bool = False
    """It stands under another."""


def merge_problems(gone: Mergeable, stays: Mergeable) -> list[Reason]:
    """Say why one ticket cannot be merged into another; all reasons at once.

    The older of two stays, always: its promises were given first, and nobody gets a later due
    time by merging. Codes: merge_with_itself, merge_merged, merge_other_customer,
    merge_into_newer, merge_into_closed, merge_with_children.
    """
    if gone.number == stays.number:
        return [Reason("merge_with_itself", "A ticket cannot be merged into itself.")]
    found = []
    if gone.merged or stays.merged:
        found.append(Reason("merge_merged", "One of the two was merged already.",
                            "Choose the ticket that stayed."))  # fmt: skip
    if gone.company_id != stays.company_id:
        found.append(Reason("merge_other_customer", "The two are of different customers.",
                            "Link them as related instead."))  # fmt: skip
    if (gone.opened_at, gone.number) < (stays.opened_at, stays.number):
        why = f"#{gone.number} is older than #{stays.number}, and its promises were given first."
        found.append(Reason("merge_into_newer", why, f"Merge #{stays.number} into that."))
    if stays.state == "closed":
        found.append(Reason("merge_into_closed", f"#{stays.number} is closed.",
                            "Reopen it first, or leave both."))  # fmt: skip
    if gone.children:
        found.append(Reason("merge_with_children", f"Other tickets stand under #{gone.number}.",
                            "Put them under the other one first."))  # fmt: skip
    return found


def parent_problems(child: Mergeable, parent: Mergeable) -> list[Reason]:
    """Say why a ticket cannot stand under another: of one level, so that nobody walks a tree.

    They may be of different customers: one outage lies behind many tickets. Codes:
    parent_of_itself, parent_has_parent, parent_of_parent.
    """
    if child.number == parent.number:
        return [Reason("parent_of_itself", "A ticket cannot stand under itself.")]
    found = []
    if parent.parent:
        found.append(Reason("parent_has_parent", f"#{parent.number} stands under another itself.",
                            "Put this one under that."))  # fmt: skip
    if child.children:
        found.append(Reason("parent_of_parent", f"Others stand under #{child.number}.",
                            "Put them under the other one first."))  # fmt: skip
    return found


def urgent_of(one: int, other: int) -> int:
    """Give the more urgent of two priorities, 1 critical to 4 low."""
    return min(one, other)
