"""Who is right when a plan and a calendar differ: by what both last agreed on, else the newer.

`agreed` is what both sides last had. Where only one side differs from it, the other follows. Where
both do, the newer change wins and whoever made the other is told. Two things are stronger than
being newer: what was taken from the plan stays taken, and work that was moved is not lost because
somebody deleted where it lay before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto


@dataclass(frozen=True, slots=True)
class Version:
    """How an entry lies on one side."""

    start: datetime
    end: datetime
    title: str


class Step(StrEnum):
    """What is to be done."""

    NOTHING = auto()
    NOTE = auto()
    """Both have the same: note that they do."""
    WRITE = auto()
    """Write ours there."""
    REMOVE = auto()
    """Delete it there."""
    TAKE = auto()
    """Let ours become as theirs."""
    TAKE_BACK = auto()
    """Take ours from the plan, as it was deleted there."""
    FORGET = auto()
    """Neither has it any more."""


class Lost(StrEnum):
    """Whose change was not taken over."""

    NOBODY = ""
    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done, and whose change it undoes."""

    step: Step
    lost: Lost = Lost.NOBODY


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of one entry. None: it is not there.

    `claimed` is what we were about to write when we last began to: after a fault it may be what
    the other side has. `ours_at` and `theirs_at` are when each was changed; theirs as their
    calendar says, which may be nothing, or wrong.
    """

    ours: Version | None
    theirs: Version | None
    agreed: Version | None
    claimed: Version | None = None
    ours_at: datetime | None = None
    theirs_at: datetime | None = None
    agreed_at: datetime | None = None


def decide(sides: Sides, at: datetime) -> Decision:
    """Say what is to be done about an entry at a moment."""
    agreed = sides.agreed
    if sides.claimed is not None and sides.theirs == sides.claimed:
        agreed = sides.claimed
    ours, theirs = sides.ours, sides.theirs
    if ours == theirs:
        return Decision(Step.FORGET if ours is None else Step.NOTE)
    if theirs == agreed:
        return Decision(Step.REMOVE if ours is None else Step.WRITE)
    if ours == agreed:
        return Decision(Step.TAKE_BACK if theirs is None else Step.TAKE)
    return _of_two_changes(sides, agreed, at)


def _of_two_changes(sides: Sides, agreed: Version | None, at: datetime) -> Decision:
    if sides.ours is None:
        return Decision(Step.REMOVE, Lost.THEIRS)
    if sides.theirs is None:
        return Decision(Step.WRITE, Lost.NOBODY if agreed is None else Lost.THEIRS)
    if _is_ours_newer(sides, at):
        return Decision(Step.WRITE, Lost.THEIRS)
    return Decision(Step.TAKE, Lost.OURS)


def _is_ours_newer(sides: Sides, at: datetime) -> bool:
    """Compare the two moments; a clock that is wrong can move theirs no further than is possible.

    It was changed there after both agreed, and before now. Where it says nothing, it is as new as
    it was when it was seen.
    """
    theirs_at = min(sides.theirs_at or at, at)
    if sides.agreed_at is not None:
        theirs_at = max(theirs_at, sides.agreed_at)
    return sides.ours_at is not None and sides.ours_at >= theirs_at
