"""Who may do what: the one reviewed table of roles and capabilities.

A capability that no role holds fails a test, so does one that is misspelt. Pay, cost and margin
(`people:pay:*`, `money:cost:*`) are given sparingly and on purpose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.may import May as Agreements
from upheld.calendars.may import May as Calendars
from upheld.connections.may import May as Connections
from upheld.customers.may import May as Customers
from upheld.delivery.may import May as Delivery
from upheld.desk.may import May as Desk
from upheld.dispatch.may import May as Dispatch
from upheld.foundation.may import May as Foundation
from upheld.mailroom.may import May as Mailroom
from upheld.market.may import May as Market
from upheld.measures.may import May as Measures
from upheld.mirror.may import May as Mirror
from upheld.money.may import May as Money
from upheld.people.may import May as People
from upheld.people.roles import Role
from upheld.playbook.may import May as Playbook
from upheld.promises.may import May as Promises
from upheld.reviews.may import May as Reviews
from upheld.selling.may import May as Selling
from upheld.timekeeping.may import May as Time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

EVERY_PERSON: frozenset[StrEnum] = frozenset({People.SEE_PEOPLE, Customers.SEE_CUSTOMERS})
EVERY_PERSON |= {Promises.SEE_PROMISES, Promises.MAKE_PROMISES, Measures.SEE_MEASURES, *Reviews}
EVERY_PERSON |= {Time.LOG_TIME, Desk.SEE_TICKETS, Desk.OPEN_TICKETS}
EVERY_PERSON |= {Desk.REPLY_TO_TICKETS, Desk.LOG_CALLS}
EVERY_PERSON |= {Delivery.ANSWER_HANDOVERS, Delivery.SEE_DELIVERABLES}
EVERY_PERSON |= {Playbook.SEE, Playbook.WRITE, Playbook.REPORT, Playbook.RUN}
EVERY_PERSON |= {Calendars.USE_CALENDAR}
"""What everybody on the staff may do."""

OWNER: frozenset[StrEnum] = EVERY_PERSON | frozenset(People) | frozenset(Customers)
SALESPERSON: frozenset[StrEnum] = EVERY_PERSON | frozenset(Customers)
SALES_ENGINEER: frozenset[StrEnum] = EVERY_PERSON | frozenset(Customers)
SERVICE_MANAGER: frozenset[StrEnum] = EVERY_PERSON | frozenset(Customers)
TECHNICIAN: frozenset[StrEnum] = EVERY_PERSON | frozenset()
MARKETER: frozenset[StrEnum] = EVERY_PERSON | frozenset(Customers)
FINANCE: frozenset[StrEnum] = EVERY_PERSON | frozenset({People.SEE_PAY, People.MANAGE_PAY})
FINANCE |= {People.SEE_COMPANY}
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

OWNER |= frozenset(Agreements) - {Agreements.READ_OFFER, Agreements.SIGN_OFFER}
SALESPERSON |= {Agreements.SEE_PROPOSALS, Agreements.WRITE_PROPOSALS, Agreements.SEE_AGREEMENTS}
SALES_ENGINEER |= {Agreements.SEE_PROPOSALS, Agreements.WRITE_PROPOSALS}
SALES_ENGINEER |= {Agreements.SEE_AGREEMENTS, Agreements.ESTIMATE}
SERVICE_MANAGER |= {Agreements.SEE_PROPOSALS, Agreements.ESTIMATE, Agreements.MANAGE_LIBRARY}
SERVICE_MANAGER |= {Agreements.SEE_AGREEMENTS}
TECHNICIAN |= {Agreements.SEE_PROPOSALS, Agreements.ESTIMATE, Agreements.SEE_AGREEMENTS}
FINANCE |= {Agreements.SEE_PROPOSALS, Agreements.SEE_MARGIN, Agreements.MANAGE_LIBRARY}
FINANCE |= {Agreements.SEE_AGREEMENTS}
CUSTOMER |= {Agreements.READ_OFFER, Agreements.SIGN_OFFER}

OWNER |= {Promises.SETTLE_PROMISES, *Foundation}
SERVICE_MANAGER |= {Promises.SETTLE_PROMISES}

OWNER |= {Playbook.PUBLISH}
SERVICE_MANAGER |= {Playbook.PUBLISH}

OWNER |= {*Time, Desk.WORK_ON_TICKETS, Desk.SET_SERVICE_LEVELS, Desk.SET_UP_DESK}
SERVICE_MANAGER |= frozenset(Time) - {Time.LOCK_TIME, Time.UNLOCK_TIME}
SERVICE_MANAGER |= {Desk.WORK_ON_TICKETS, Desk.SET_SERVICE_LEVELS, Desk.SET_UP_DESK}
SALES_ENGINEER |= {Desk.WORK_ON_TICKETS}
TECHNICIAN |= {Desk.WORK_ON_TICKETS}
FINANCE |= {Time.SEE_TIME, Time.LOCK_TIME}
CUSTOMER |= {Desk.SEE_TICKETS, Desk.OPEN_TICKETS, Desk.REPLY_TO_TICKETS}

_WORK = frozenset({Delivery.SEE_DELIVERABLES, Delivery.WORK_ON_DELIVERABLES})
_LEAD = {Delivery.GIVE_DELIVERABLES, Delivery.WRITE_CHANGE_ORDERS, Delivery.GIVE_AWAY_WORK}
OWNER |= {*_WORK, *_LEAD}
SERVICE_MANAGER |= {*_WORK, *_LEAD}
TECHNICIAN |= {*_WORK, Delivery.WRITE_CHANGE_ORDERS}
SALES_ENGINEER |= {*_WORK, Delivery.WRITE_CHANGE_ORDERS}
SALESPERSON |= {Delivery.SEE_DELIVERABLES, Delivery.WRITE_CHANGE_ORDERS}
FINANCE |= {Delivery.SEE_DELIVERABLES}
CUSTOMER |= {Delivery.READ_WORK, Delivery.SIGN_OFF_WORK}

_PLAN = frozenset({Dispatch.SEE_BOARD, Dispatch.PLAN})
OWNER |= frozenset(Dispatch)
SERVICE_MANAGER |= frozenset(Dispatch)
TECHNICIAN |= _PLAN
SALES_ENGINEER |= {*_PLAN, Dispatch.SEE_CAPACITY}
SALESPERSON |= {Dispatch.SEE_BOARD, Dispatch.SEE_CAPACITY}

EARNS = frozenset({Money.SEE_OWN_COMMISSION})
OWNER |= frozenset(Money)
FINANCE |= frozenset(Money)
SALESPERSON |= EARNS
SALES_ENGINEER |= EARNS
SERVICE_MANAGER |= EARNS
TECHNICIAN |= EARNS
MARKETER |= EARNS

EVERY_PERSON_BY_MAIL = frozenset({Mailroom.SEE_MAIL, Mailroom.CAPTURE_BY_MAIL})
OWNER |= frozenset(Mailroom)
SERVICE_MANAGER |= {*EVERY_PERSON_BY_MAIL, Mailroom.SORT_MAIL}
TECHNICIAN |= {*EVERY_PERSON_BY_MAIL, Mailroom.SORT_MAIL}
SALES_ENGINEER |= {*EVERY_PERSON_BY_MAIL, Mailroom.SORT_MAIL}
SALESPERSON |= EVERY_PERSON_BY_MAIL
MARKETER |= EVERY_PERSON_BY_MAIL
FINANCE |= EVERY_PERSON_BY_MAIL

OWNER |= frozenset(Connections)

OWNER |= frozenset(Mirror)
SALESPERSON |= {Mirror.MANAGE_PROOF}
SALES_ENGINEER |= {Mirror.MANAGE_PROOF}

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
