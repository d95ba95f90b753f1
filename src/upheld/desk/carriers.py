"""Whether an answer reaches the customer by itself: then no notice of it is mailed as well.

The desk cannot know of later packages that carry answers out; one of them says so here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from upheld.desk.models import Ticket

Carries = Callable[["Ticket"], bool]

_carriers: list[Carries] = []


def declare_carrier(carries: Carries) -> None:
    """Say who carries answers out; called once, by `wiring`."""
    _carriers[:] = [carries]


def is_carried(ticket: Ticket) -> bool:
    """Tell whether the last answer on a ticket is on its way to the customer in full."""
    return any(carries(ticket) for carries in _carriers)
