"""What time can be on: the one table of kinds, each declared by its own package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.delivery.targets import DELIVERABLES
from upheld.desk.targets import TICKETS
from upheld.playbook.targets import PROCEDURES
from upheld.selling.targets import DEALS

if TYPE_CHECKING:
    from upheld.timekeeping.targets import TargetKind

TARGETS: tuple[TargetKind, ...] = (TICKETS, DELIVERABLES, DEALS, PROCEDURES)
"""In the order in which forms offer them; our own work stands behind them."""
