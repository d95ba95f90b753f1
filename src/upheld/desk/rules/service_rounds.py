"""The next responses of a ticket: each time the customer wrote again and waited for a person.

A round begins when the customer writes on a ticket that a person has answered before, and ends with
the next answer by a person, or with a person resolving it. Whatever else the customer writes
meanwhile neither begins another round nor begins this one anew. It is never paused; it rests only
while something automatic has resolved the ticket. What the customer writes before the first answer
is the first response's affair.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from upheld.desk.rules.service_clock import ClockReading, Running, walk
from upheld.desk.rules.ticket_events import Happened, ServicePolicy, Target, TicketEvent


def next_responses(
    events: Iterable[TicketEvent], policy: ServicePolicy, *, at: datetime
) -> tuple[ClockReading, ...]:
    """Read every round of a ticket up to a moment, in order; the last one may still be open.

    Due moments, priorities and policies are judged as `service_clock` judges them. Raises
    ValueError without CREATED.
    """
    rounds = _Rounds(policy)
    moment = walk(rounds, events, at)
    return rounds.readings(moment)


class _Rounds(Running):
    """One clock after the other, while the events are walked through."""

    def __init__(self, policy: ServicePolicy) -> None:
        super().__init__(Target.NEXT_RESPONSE, policy)
        self.was_answered = False
        self.over: list[ClockReading] = []

    def apply(self, when: datetime, together: Iterable[TicketEvent]) -> None:
        """Take in what happened in one second; a round that began in it has its target then."""
        rested_before = self.resting_from_resolution
        for event in together:
            self.take(event, when)
        if self.since is None:
            return
        if not self.resting_from_resolution or not rested_before or self.began_at == when:
            self.wanted = self.policy.target(self.target, self.priority)
        if not self.resting_from_resolution:
            self.judge(when)

    def take(self, event: TicketEvent, when: datetime) -> None:
        """Take in one event."""
        match event.happened:
            case Happened.CREATED:
                self.state, self.priority = event.state, event.priority
            case Happened.ASKED:
                if self.was_answered and self.since is None:
                    self.began_at = self.since = when
            case Happened.REPLIED:
                if event.by_person:
                    self._answer(when)
            case Happened.RESOLVED:
                if event.by_person:
                    self._answer(when)
                self.resting_from_resolution = True
            case Happened.REOPENED:
                self.resting_from_resolution, self.state = False, event.state
            case _:
                super().take(event, when)

    def readings(self, at: datetime) -> tuple[ClockReading, ...]:
        """Give the rounds that are over, and the one that is not."""
        return (*self.over, *([self.reading(at)] if self.since is not None else ()))

    def _answer(self, when: datetime) -> None:
        self.was_answered = True
        if self.since is None:
            return
        self.stopped_at = when
        self.wanted = self.policy.target(self.target, self.priority)
        self.judge(when)
        self.over.append(self.reading(when))
        self.began_at = self.since = self.due_at = self.stopped_at = self.wanted = None
        self.used = self.rested = 0
        self.spans = []
