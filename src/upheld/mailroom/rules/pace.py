"""How much mail is too much: a storm becomes a few tickets and one heap that is held."""

from __future__ import annotations

from datetime import timedelta

WITHIN = timedelta(hours=1)
MOST_OF_SENDER = 10
"""From one address within an hour, all mailboxes together."""
MOST_ON_TICKET = 20
"""On one ticket within an hour: two machines that answer each other end here."""
MOST_ANSWERS = 30
"""To one person's captured lines within an hour."""


def is_storm(of_sender: int, on_ticket: int) -> bool:
    """Tell whether the next mail is held, by how many came within the last hour.

    Those that are held count as well, so a storm is held until it is over, and not let in anew
    with each hour.
    """
    return of_sender >= MOST_OF_SENDER or on_ticket >= MOST_ON_TICKET
