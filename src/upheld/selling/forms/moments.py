"""Times as people and programs write them, refused clearly where the clocks do not show them."""

from __future__ import annotations

from datetime import datetime, timedelta

from upheld.foundation.refusals import Refused, invalid
from upheld.selling.rules.wall_clock import read_wall_time

LONGEST_TEXT = 40


def read_moment(text: str, zone: str, field: str) -> datetime:
    """Read "2026-03-29T01:30" by the clocks of a zone, or a text with its own offset; in UTC.

    Refuses with: invalid_input, no_such_time (the clocks skip it; names what is before and after).
    """
    read = read_wall_time(text[:LONGEST_TEXT], zone) if text.strip() else None
    if read is None:
        raise invalid(**{field: "Enter a day and a time."})
    if read.moment is None:
        before, after = read.alternatives
        raise Refused(
            "no_such_time",
            f"The clocks go forward that night in {zone} and never show {text[11:16]}.",
            what="Nothing was planned.",
            remedy=f"Choose {before} or earlier, or {after} or later.",
            fields={field: (f"This time does not exist. Choose {before} or {after}.",)},
        )
    return read.moment


def end_of(starts_at: datetime, minutes: int) -> datetime:
    """Give the end of something that lasts so many minutes of real time."""
    return starts_at + timedelta(minutes=minutes)
