"""Calendars: two of the staff let their own calendar read their plan.

Nobody of the demo has a calendar server; a feed needs none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.calendars.models import Detail
from upheld.calendars.operations.feed import make_feed
from upheld.foundation.tenancy.scope import open_provider

if TYPE_CHECKING:
    from upheld.demo.teller import Teller

READERS = (("dana", Detail.ALL), ("lena", Detail.TITLES))


def tell(teller: Teller) -> None:
    """Make their feeds; the addresses are shown to nobody, and can be made anew."""
    with open_provider(teller.provider.pk):
        for handle, detail in READERS:
            make_feed(detail=detail, by=teller.by(handle), at=teller.now)
