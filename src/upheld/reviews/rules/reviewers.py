"""Who may answer a review: whoever is asked or stands in for them, never on their own behalf."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from upheld.foundation.refusals import Reason
from upheld.foundation.values.period import Period

_LONGEST_CHAIN = 10


@dataclass(frozen=True, slots=True)
class Question:
    """Who is asked, who asks, and who would gain by a yes (ids of people).

    Asked is a person, or whoever holds a function, or both. Those who gain: the seller whose
    commission hangs on it, the person whose quota or pay it is.
    """

    requester: int
    asked_person: int | None = None
    asked_function: str = ""
    beneficiaries: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if self.asked_person is None and not self.asked_function:
            raise ValueError("a review asks a person or whoever holds a function")


@dataclass(frozen=True, slots=True)
class Absence:
    """A person is away for a period, and who decides for them meanwhile (None: nobody)."""

    person: int
    period: Period
    delegate: int | None = None


def stands_in(person: int, absences: Iterable[Absence], at: datetime) -> tuple[int, ...]:
    """Name the person, or while they are away their delegate, and so on; the last one is there.

    The whole chain is given, the person first. It ends early where nobody was named or where
    delegates point at each other, and then its last person is away too.
    """
    away = {one.person: one.delegate for one in absences if one.period.contains(at)}
    chain = [person]
    while len(chain) < _LONGEST_CHAIN:
        following = away.get(chain[-1])
        if following is None or following in chain:
            break
        chain.append(following)
    return tuple(chain)


def may_answer(
    question: Question,
    holders: Mapping[str, frozenset[int]],
    absences: Iterable[Absence],
    at: datetime,
) -> frozenset[int]:
    """Name everyone whose answer counts at a moment; `holders` gives people by function.

    Those asked, and for each of them who is away, whoever stands in. Someone away may still
    answer. Whoever asked or would gain never may, not even as a delegate.
    """
    away = list(absences)
    asked = set(holders.get(question.asked_function, frozenset()))
    if question.asked_person is not None:
        asked.add(question.asked_person)
    reached = {one for person in asked for one in stands_in(person, away, at)}
    return frozenset(reached - _interested(question))


def _interested(question: Question) -> frozenset[int]:
    return question.beneficiaries | {question.requester}


def reviewer_obstacle(
    question: Question,
    person: int,
    holders: Mapping[str, frozenset[int]],
    absences: Iterable[Absence],
    at: datetime,
) -> Reason | None:
    """Say why a person may not answer, or None if they may.

    Codes: own_request, own_benefit, not_asked.
    """
    if person == question.requester:
        why = "You asked for this review yourself."
        return Reason("own_request", why, "Somebody else has to answer it.")
    if person in question.beneficiaries:
        why = "You would gain by this review yourself."
        return Reason("own_benefit", why, "Somebody without a stake in it has to answer.")
    if person not in may_answer(question, holders, absences, at):
        why = "This review was not put to you, and you do not stand in for anybody asked."
        return Reason("not_asked", why, "Ask the reviewer, or have it delegated to you.")
    return None


def asking_obstacle(
    question: Question,
    holders: Mapping[str, frozenset[int]],
    absences: Iterable[Absence],
    at: datetime,
) -> Reason | None:
    """Say why a question would reach nobody, or None if somebody may answer it.

    Code: nobody_may_answer.
    """
    if may_answer(question, holders, absences, at):
        return None
    why = "Nobody who may answer this would be asked: those asked also requested it or gain by it."
    return Reason("nobody_may_answer", why, "Ask somebody else, or name another holder.")
