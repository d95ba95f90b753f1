"""What a customer wrote last on a ticket, for whoever is to answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from upheld.desk.models import TicketEntry

LONGEST_QUOTED = 200


def asked_last(entries: Sequence[TicketEntry]) -> str:
    """Quote what the customer wrote last, so that nobody has to look for it; "" for no words."""
    asked = (one for one in reversed(entries) if one.happened in {"asked", "created"} and one.text)
    last = next(asked, None)
    if last is None:
        return ""
    text = " ".join(last.text.split())
    shown = text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED].rstrip()}…"
    who = last.contact.name if last.contact else "They"
    return f"{who} wrote: “{shown}”"
