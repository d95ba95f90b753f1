"""Who may answer, and who is asked first: functions, absence and whoever stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.period import Period, start_of_day, today
from upheld.people.models import FunctionHolder, Leave, Person
from upheld.people.roles import Role
from upheld.reviews.rules.reviewers import Absence, Question, may_answer, stands_in

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.reviews.models import Review


@dataclass(frozen=True, slots=True)
class Desk:
    """Who holds which function, and who is away and covered by whom, at a moment."""

    holders: dict[str, list[int]]
    """People by function, whoever is asked first in front."""
    absences: tuple[Absence, ...]
    at: datetime

    def sets(self) -> dict[str, frozenset[int]]:
        """Give the holders as the rules take them."""
        return {function: frozenset(ids) for function, ids in self.holders.items()}

    def may_answer(self, review: Review) -> frozenset[int]:
        """Name everyone whose answer to a review counts."""
        return self.may_answer_question(review.as_question())

    def may_answer_question(self, question: Question) -> frozenset[int]:
        """Name everyone whose answer to a question counts."""
        return may_answer(question, self.sets(), self.absences, self.at)

    def asked_first(self, question: Question) -> int | None:
        """Name whose turn it is: the first asked who is there, or else the first who stands in.

        Whoever may not answer is passed over; somebody away is named only if nobody is there.
        """
        able = self.may_answer_question(question)
        away = {one.person for one in self.absences if one.period.contains(self.at)}
        asked = [question.asked_person] if question.asked_person is not None else []
        asked += self.holders.get(question.asked_function, [])
        covering = [one for who in asked for one in stands_in(who, self.absences, self.at)]
        line = [person for person in (*asked, *covering) if person in able]
        return next((person for person in line if person not in away), line[0] if line else None)


def desk_at(at: datetime, function: str = "") -> Desk:
    """Read who holds functions (one, or all of them) and who is away: at most four queries.

    Where nobody holds the function, the owners answer for it. Somebody on leave is stood in for
    by the person whom they report to.
    """
    held = FunctionHolder.objects.filter(person__active=True).order_by("rank", "pk")
    if function:
        held = held.filter(function=function)
    holders: dict[str, list[int]] = {}
    for name, person in held.values_list("function", "person_id"):
        holders.setdefault(name, []).append(person)
    if function and function not in holders:
        owners = Person.objects.filter(role=Role.OWNER, active=True).order_by("pk")
        holders[function] = list(owners.values_list("pk", flat=True))
    return Desk(holders, _absences(at), at)


def _absences(at: datetime) -> tuple[Absence, ...]:
    zone = _zone()
    day = today(at, zone)
    leaves = Leave.objects.filter(first_on__lte=day, last_on__gte=day)
    rows = leaves.values_list("person_id", "first_on", "last_on", "person__manager_id")
    return tuple(
        Absence(
            person,
            Period(start_of_day(first, zone), start_of_day(last + timedelta(days=1), zone)),
            manager,
        )
        for person, first, last, manager in rows
    )


def _zone() -> str:
    return Provider.objects.values_list("zone", flat=True).get(pk=current_scope().provider_id)
