"""Who may do what: the one reviewed table of roles and capabilities.

A capability that no role holds fails a test, so does one that is misspelt. Pay, cost and margin
(`people:pay:*`, `money:cost:*`) are given sparingly and on purpose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.people.may import May as People
from upheld.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

EVERY_PERSON: frozenset[StrEnum] = frozenset({People.SEE_PEOPLE})
"""What everybody on the staff may do."""

OWNER: frozenset[StrEnum] = EVERY_PERSON | frozenset(People)
SALESPERSON: frozenset[StrEnum] = EVERY_PERSON | frozenset()
SALES_ENGINEER: frozenset[StrEnum] = EVERY_PERSON | frozenset()
SERVICE_MANAGER: frozenset[StrEnum] = EVERY_PERSON | frozenset()
TECHNICIAN: frozenset[StrEnum] = EVERY_PERSON | frozenset()
MARKETER: frozenset[StrEnum] = EVERY_PERSON | frozenset()
FINANCE: frozenset[StrEnum] = EVERY_PERSON | frozenset({People.SEE_PAY, People.MANAGE_PAY})
CUSTOMER: frozenset[StrEnum] = frozenset()
COACH: frozenset[StrEnum] = frozenset()

ROLES: Mapping[Role, frozenset[StrEnum]] = {
    Role.OWNER: OWNER,
    Role.SALESPERSON: SALESPERSON,
    Role.SALES_ENGINEER: SALES_ENGINEER,
    Role.SERVICE_MANAGER: SERVICE_MANAGER,
    Role.TECHNICIAN: TECHNICIAN,
    Role.MARKETER: MARKETER,
    Role.FINANCE: FINANCE,
    Role.CUSTOMER: CUSTOMER,
    Role.COACH: COACH,
}
