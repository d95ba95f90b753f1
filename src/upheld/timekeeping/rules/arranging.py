"""Entries split, merged and copied: what comes of them, and why it cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from upheld.foundation.refusals import Reason
from upheld.timekeeping.rules.entries import moment_by_the_wall

LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Piece:
    """Some seconds of an entry; `work` tells whether two are on the same."""

    seconds: int
    started_at: datetime | None = None
    worked_on: date = date.min
    note: str = ""
    work: tuple[str, int | None, str] = ("", None, "")
    person: int = 0


def split_problem(seconds: int, after_seconds: int) -> Reason | None:
    """Say why an entry cannot be split there, or None. Problems: outside_the_entry."""
    if 0 < after_seconds < seconds:
        return None
    return Reason(
        "outside_the_entry",
        "Both parts need some time.",
        "Split it at a moment between its beginning and its end.",
    )


def split_at(piece: Piece, after_seconds: int) -> tuple[Piece, Piece]:
    """Cut a piece in two; the second begins where the first ends, if anything is known of that."""
    later = piece.started_at + timedelta(seconds=after_seconds) if piece.started_at else None
    return (
        Piece(after_seconds, piece.started_at, piece.worked_on, piece.note, piece.work),
        Piece(piece.seconds - after_seconds, later, piece.worked_on, piece.note, piece.work),
    )


def merge_problem(pieces: Sequence[Piece]) -> Reason | None:
    """Say why entries cannot become one, or None. Problems: too_few, not_alike."""
    if len(pieces) < 2:  # noqa: PLR2004  one and another
        return Reason("too_few", "There is nothing to merge it with.", "Choose at least two.")
    if len({(one.person, one.work, one.worked_on) for one in pieces}) > 1:
        return Reason(
            "not_alike",
            "They are not of one person, on the same work and of the same day.",
            "Merge only entries that differ in nothing but hours and note.",
        )
    return None


def merged(pieces: Sequence[Piece]) -> Piece:
    """Put pieces together: all their seconds, each note once.

    It begins with the first where each goes on where the one before it ended; where there are
    holes between them, it is no longer known when it began.
    """
    ranked = sorted(pieces, key=lambda one: (one.started_at is None, one.started_at or 0))
    notes = list(dict.fromkeys(one.note.strip() for one in ranked if one.note.strip()))
    return Piece(
        seconds=sum(one.seconds for one in pieces),
        started_at=ranked[0].started_at if _unbroken(ranked) else None,
        worked_on=ranked[0].worked_on,
        note="; ".join(notes)[:LONGEST_NOTE],
        work=ranked[0].work,
    )


def _unbroken(ranked: Sequence[Piece]) -> bool:
    ends: datetime | None = ranked[0].started_at
    for one in ranked:
        if one.started_at is None or one.started_at != ends:
            return False
        ends = one.started_at + timedelta(seconds=one.seconds)
    return True


def same_hour_on(started_at: datetime | None, day: date, zone: str) -> datetime | None:
    """Give the moment at which the clock shows the same on another day; None if it never does."""
    if started_at is None:
        return None
    return moment_by_the_wall(day, started_at.astimezone(ZoneInfo(zone)).time(), zone)
