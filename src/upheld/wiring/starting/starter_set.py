"""A starter set that an owner may take: hours, clauses, a service level, and who answers.

It is offered with every word of it on the page, and adds only what is not there. Prices are not
among it, for nobody but the company knows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.agreements.models import Clause
from upheld.agreements.operations.library import word_clause
from upheld.desk.models import ServiceLevelPolicy
from upheld.desk.operations.service_levels import set_service_level
from upheld.foundation.models import Provider
from upheld.foundation.operation import find
from upheld.people.models import FunctionHolder, Person, Schedule
from upheld.people.operations.functions import give_function
from upheld.people.operations.working_time import set_schedule
from upheld.people.rules.functions import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from upheld.foundation.actor import Actor

HOUR = 3600
HOURS_NAME, LEVEL_NAME = "Office", "Standard"
WEEK = {str(day): [["09:00", "17:30"]] for day in range(5)}
FIRST_RESPONSE: Mapping[int, int] = {1: HOUR, 2: 2 * HOUR, 3: 4 * HOUR, 4: 8 * HOUR}
RESOLUTION: Mapping[int, int] = {1: 8 * HOUR, 2: 16 * HOUR, 3: 24 * HOUR, 4: 40 * HOUR}
"""Working seconds by priority: easy to keep on purpose, to be tightened from one's own figures."""


@dataclass(frozen=True, slots=True)
class StarterClause:
    """One clause of the set; `function` is who would have to keep it."""

    key: str
    title: str
    function: str
    text: str


CLAUSES = (
    StarterClause(
        "hours", "Service hours", "service_desk",
        "The service desk answers from 09:00 to 17:30 on working days. What is reported at other "
        "times is taken up at the beginning of the next working day.",
    ),
    StarterClause(
        "onsite", "Visits on site", "onsite",
        "When a request cannot be solved from afar, somebody comes on a working day, agreed with "
        "the customer beforehand.",
    ),
    StarterClause(
        "payment", "Payment", "finance",
        "Fees that recur are invoiced at the beginning of each month, other fees once what they "
        "pay for is accepted. An invoice is payable within 30 days.",
    ),
    StarterClause(
        "ending", "Ending the agreement", "legal",
        "Either party may end the agreement in writing, with 90 days of notice to the end of a "
        "month.",
    ),
    StarterClause(
        "data", "Personal data", "security",
        "Personal data is processed only as the customer instructs in writing, and is returned or "
        "deleted within 30 days after the agreement has ended.",
    ),
)  # fmt: skip
"""Plain wording to begin from; whoever answers for law reads it before it is sent to anybody."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What of the set a company does not have yet."""

    hours: bool
    level: bool
    clauses: tuple[StarterClause, ...]
    functions: tuple[tuple[str, str], ...]

    @property
    def anything(self) -> bool:
        """Tell whether there is anything left to take."""
        return self.hours or self.level or bool(self.clauses or self.functions)


def missing() -> Missing:
    """Read what of the set is not there yet: four queries."""
    worded = set(Clause.objects.values_list("key", flat=True))
    held = set(
        FunctionHolder.objects.filter(person__active=True).values_list("function", flat=True)
    )
    return Missing(
        hours=not Schedule.objects.filter(is_default=True).exists(),
        level=not ServiceLevelPolicy.objects.filter(company=None, until_at=None).exists(),
        clauses=tuple(one for one in CLAUSES if one.key not in worded),
        functions=tuple(one for one in FUNCTIONS if one[0] not in held),
    )


def take(*, by: Actor, at: datetime) -> Missing:
    """Add what is missing of the set, each by its own operation; gives what was added.

    Functions that nobody holds go to whoever takes the set. Refuses as those operations do.
    """
    lacking = missing()
    if lacking.hours:
        zone = Provider.objects.get(pk=by.provider_id).zone
        # Hours of that name may be there without being everybody's; they stay as they are.
        taken = Schedule.objects.filter(name=HOURS_NAME).exists()
        name = f"{HOURS_NAME} of the starter set" if taken else HOURS_NAME
        set_schedule(name=name, zone=zone, hours=WEEK, is_default=True, by=by, at=at)
    if lacking.level:
        set_service_level(
            name=LEVEL_NAME, schedule=Schedule.objects.get(is_default=True),
            first_response=FIRST_RESPONSE, resolution=RESOLUTION, by=by, at=at,
        )  # fmt: skip
    for one in lacking.clauses:
        word_clause(
            key=one.key, title=one.title, function=one.function, text=one.text, by=by, at=at
        )
    taker = find(Person.objects.all(), pk=by.person_id)
    for function, _title in lacking.functions:
        give_function(person=taker, function=function, by=by, at=at)
    return lacking
