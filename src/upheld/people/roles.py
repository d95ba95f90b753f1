"""The roles of PRODUCT.md, and where their capabilities are looked up.

The table itself is one reviewed file in `wiring/roles.py`: it names capabilities of every package,
which this low package may not import.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Role(StrEnum):
    """What a person is here for; decides the first screen and the rights."""

    OWNER = "owner"
    SALESPERSON = "salesperson"
    SALES_ENGINEER = "sales_engineer"
    SERVICE_MANAGER = "service_manager"
    TECHNICIAN = "technician"
    MARKETER = "marketer"
    FINANCE = "finance"
    CUSTOMER = "customer"
    """Somebody of a customer's, in the portal."""
    COACH = "coach"
    """An outsider who sees agreed figures."""

    @property
    def title(self) -> str:  # type: ignore[override]  # a role's title, not a text's method
        """Give the role as a person would say it."""
        return self.value.replace("_", " ").capitalize()


_table: dict[Role, frozenset[str]] = {}


def set_roles(table: Mapping[Role, Iterable[str]]) -> None:
    """Install the reviewed table of roles and capabilities; called once, by `wiring`."""
    _table.clear()
    _table.update({role: frozenset(map(str, rights)) for role, rights in table.items()})


def capabilities_of(role: str) -> frozenset[str]:
    """Give what a role may do; an unknown role may do nothing."""
    try:
        return _table.get(Role(role), frozenset())
    except ValueError:
        return frozenset()


def known_capabilities() -> frozenset[str]:
    """Give every right that any role has."""
    return frozenset().union(*_table.values())
