"""A week of working hours, as it is kept and as people write it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Hours = dict[str, list[list[str]]]
"""Weekday ("0" is Monday) to a list of ["09:00", "17:30"] pairs."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def written_week(hours: Mapping[str, Sequence[Sequence[str]]]) -> list[str]:
    """Write a table of hours as seven lines, Monday first: "09:00-12:30, 13:00-17:30"."""
    return [
        ", ".join(f"{opens}-{closes}" for opens, closes in hours.get(str(day), []))
        for day in range(len(WEEKDAYS))
    ]


def read_day(line: str) -> list[list[str]]:
    """Read one line of hours; raises ValueError where a span has no end."""
    pairs: list[list[str]] = []
    for span in line.replace("–", "-").split(","):
        if not span.strip():
            continue
        opens, dash, closes = span.partition("-")
        if not dash:
            raise ValueError(span)
        pairs.append([opens.strip().zfill(5), closes.strip().zfill(5)])
    return pairs
