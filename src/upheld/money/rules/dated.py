"""Terms that hold from a day on: looked up for a day, and never applied backwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class HoldsFrom(Protocol):
    """Anything with a first day. It holds until a later one replaces it."""

    @property
    def from_day(self) -> date:
        """The first day on which it holds."""


_Dated = TypeVar("_Dated", bound=HoldsFrom)


def in_force(terms: Iterable[_Dated], day: date) -> _Dated | None:
    """Give what holds on a day; None before the first began, whatever was agreed later.

    Of two that begin on one day, the later in the given order holds: it corrects the other.
    """
    held: _Dated | None = None
    for one in terms:
        if one.from_day <= day and (held is None or one.from_day >= held.from_day):
            held = one
    return held
