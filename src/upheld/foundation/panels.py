"""Parts of a page that later stages of work add to an earlier one's record.

A customer's page shows deals, tickets and promises, which its package may not know. Each package
offers panels; `wiring/panels.py` lists which page shows which, in order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from upheld.foundation.doors.request import Request
    from upheld.foundation.tenancy.owned import Owned


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of a page: a template that prints `panel.values`."""

    key: str
    title: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""
    """Where the whole of it is."""
    aside: bool = False


PanelMaker = Callable[[Any, "Request"], "Panel | None"]
"""Makes the panel for a row, or nothing when the reader may not see it or there is nothing.

The row is of the class that the table names, which this package does not know.
"""

_makers: dict[str, tuple[PanelMaker, ...]] = {}


def arrange_panels(table: Mapping[str, tuple[PanelMaker, ...]]) -> None:
    """Install which page shows which panels, by the row's model label; called by `wiring`."""
    _makers.clear()
    _makers.update({label.lower(): tuple(makers) for label, makers in table.items()})


def panels_of(row: Owned, request: Request) -> tuple[Panel, ...]:
    """Make all panels of a row's page, in the order of the table."""
    makers = _makers.get(row._meta.label_lower, ())
    made = (make(row, request) for make in makers)
    return tuple(panel for panel in made if panel is not None)
