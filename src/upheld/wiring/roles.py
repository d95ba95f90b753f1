"""Who may do what: the one reviewed table of roles and capabilities.

A capability that no role holds fails a test, so does one that is misspelt. Pay, cost and margin
(`people:pay:*`, `money:cost:*`) are given sparingly and on purpose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.customers.may import May as Customers
from upheld.market.may import May as Market
from upheld.measures.may import May as Measures
from upheld.people.may import May as People
from upheld.people.roles import Role
from upheld.promises.may import May as Promises
from upheld.reviews.may import May as Reviews
from upheld.selling.may import May as Selling

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

EVERY_PERSON: frozenset[StrEnum] = frozenset({People.SEE_PEOPLE, Customers.SEE_CUSTOMERS})
EVERY_PERSON |= {Promises.SEE_PROMISES, Promises.MAKE_PROMISES, Measures.SEE_MEASURES, *Reviews}
"""What everybody on the staff may do."""

OWNER: frozenset[StrEnum] = EVERY_PERSON | frozenset(People) | frozenset(Customers)
SALESPERSON: frozenset[StrEnum] = EVERY_PERSON | frozenset(Customers)
SALES_ENGINEER: frozenset[StrEnum] = EVERY_PERSON | frozenset(Customers)
SERVICE_MANAGER: frozenset[StrEnum] = EVERY_PERSON | frozenset(Customers)
TECHNICIAN: frozenset[StrEnum] = EVERY_PERSON | frozenset()
MARKETER: frozenset[StrEnum] = EVERY_PERSON | frozenset(Customers)
FINANCE: frozenset[StrEnum] = EVERY_PERSON | frozenset({People.SEE_PAY, People.MANAGE_PAY})
CUSTOMER: frozenset[StrEnum] = frozenset()
COACH: frozenset[StrEnum] = frozenset()

OWNER |= frozenset(Market) | frozenset(Selling)
SALESPERSON |= {Market.SEE_CLAIMS, Selling.SEE_DEALS, Selling.EDIT_DEALS}
SALESPERSON |= {Selling.PLAN_MEETINGS, Selling.FIND_GAPS}
SALES_ENGINEER |= {Market.SEE_CLAIMS, Selling.SEE_DEALS, Selling.EDIT_DEALS}
SALES_ENGINEER |= {Selling.PLAN_MEETINGS, Selling.FIND_GAPS}
SERVICE_MANAGER |= {Market.SEE_CLAIMS, *Selling}
TECHNICIAN |= {Selling.SEE_DEALS, Selling.FIND_GAPS, Selling.VOUCH_FOR_DELIVERY}
MARKETER |= {Market.SEE_CLAIMS, Market.WRITE_CLAIMS, Selling.SEE_DEALS}
FINANCE |= {Market.SEE_CLAIMS, Selling.SEE_DEALS}

OWNER |= {Promises.SETTLE_PROMISES}
SERVICE_MANAGER |= {Promises.SETTLE_PROMISES}

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
