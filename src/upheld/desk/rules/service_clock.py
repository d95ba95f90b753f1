"""The clocks of a service level: when an answer or a solution is due, and whether it was in time.

One sentence defines both clocks. A target falls due at the first moment at which the business
time counted so far reaches the target in force at that moment; whoever answers at or before it
has met it. Hence a ticket made more urgent is due no earlier than the change itself, a miss is
never taken back by a later change, and time already counted stays counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from itertools import groupby

from upheld.desk.rules.ticket_events import Happened, ServicePolicy, Target, TicketEvent
from upheld.foundation.values.business_time import (
    add_business_seconds,
    business_seconds_between,
)
from upheld.foundation.values.period import in_utc


class Standing(StrEnum):
    """How a clock stands.

    MISSED is said from the moment it fell due unanswered, whether or not an answer came later.
    NOT_DUE means that the reason went away by itself before anybody had to answer.
    """

    RUNNING = auto()
    PAUSED = auto()
    MET = auto()
    MISSED = auto()
    NOT_DUE = auto()
    NO_TARGET = auto()


@dataclass(frozen=True, slots=True)
class ClockSpan:
    """A stretch in which nothing changed: `seconds` of business time, counted or not, and why.

    `policy` and `priority` held throughout; `sum_seconds` is what was counted up to its end.
    """

    start: datetime
    end: datetime
    counted: bool
    seconds: int
    priority: int
    state: str
    why: str
    policy: ServicePolicy
    sum_seconds: int


@dataclass(frozen=True, slots=True)
class ClockReading:
    """A clock at a moment, with its explanation.

    `due_at` is when it fell due, or would if nothing more happened (while paused: if it went on
    now). `used_seconds` and `paused_seconds` are business seconds; they are the sums of the spans.
    `policy` and `priority` are those that held last.
    """

    target: Target
    standing: Standing
    began_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    target_seconds: int | None
    used_seconds: int
    paused_seconds: int
    spans: tuple[ClockSpan, ...]
    policy: ServicePolicy
    priority: int

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to do something, in time or not."""
        going = self.standing in {Standing.RUNNING, Standing.PAUSED}
        return going or (self.standing is Standing.MISSED and self.stopped_at is None)

    @property
    def left_seconds(self) -> int | None:
        """Give the business seconds left; less than 0 never, None without a target."""
        if self.target_seconds is None:
            return None
        return max(0, self.target_seconds - self.used_seconds)


def clock(
    target: Target, events: Iterable[TicketEvent], policy: ServicePolicy, *, at: datetime
) -> ClockReading:
    """Read one clock of a ticket at a moment; what happens after that moment is not known yet.

    Events may come in any order, those of one second in the order given; moments count from
    their whole second. First response: from CREATED to the first reply or resolution by a
    person, never paused. Resolution: from CREATED to the last RESOLVED, resting in the policy's
    pausing states and between a resolution and a reopening. Next responses are many: they have
    `service_rounds`. Raises ValueError without CREATED.
    """
    running = Running(target, policy)
    moment = walk(running, events, at)
    return running.reading(moment)


def walk(running: Running, events: Iterable[TicketEvent], at: datetime) -> datetime:
    """Take a clock through all that happened by a moment; gives the moment's whole second."""
    moment = _whole(at)
    known = sorted((e for e in events if _whole(e.at) <= moment), key=lambda e: _whole(e.at))
    if not any(event.happened is Happened.CREATED for event in known):
        msg = "a clock starts with the event that created the ticket"
        raise ValueError(msg)
    for when, together in groupby(known, key=lambda event: _whole(event.at)):
        running.advance_to(when)
        running.apply(when, together)
    running.advance_to(moment)
    return moment


def _whole(moment: datetime) -> datetime:
    return in_utc(moment).replace(microsecond=0)


class Running:
    """The clock while the events are walked through; nothing outside these rules sees it."""

    def __init__(self, target: Target, policy: ServicePolicy) -> None:
        self.target, self.policy = target, policy
        self.state, self.priority = "", 0
        self.wanted: int | None = None
        self.began_at: datetime | None = None
        self.since: datetime | None = None
        self.due_at: datetime | None = None
        self.stopped_at: datetime | None = None
        self.resting_from_resolution = False
        self.used = self.rested = 0
        self.spans: list[ClockSpan] = []

    def advance_to(self, when: datetime) -> None:
        """Count the stretch from the last event up to a moment."""
        if self.since is None or self.is_final or when <= self.since:
            return
        counted, why = self._counts()
        seconds = business_seconds_between(self.policy.calendar, self.since, when)
        if counted:
            self._note_due(self.since, when)
            self.used += seconds
        else:
            self.rested += seconds
        self.spans.append(
            ClockSpan(
                self.since, when, counted, seconds, self.priority, self.state, why, self.policy,
                self.used,
            )
        )  # fmt: skip
        self.since = when

    def apply(self, when: datetime, together: Iterable[TicketEvent]) -> None:
        """Take in everything that happened in one second, then look whether it is due."""
        rested_before = self.resting_from_resolution
        for event in together:
            self.take(event, when)
        # What changes on a ticket that is already resolved makes nothing due.
        awake = self.stopped_at == when or not self.resting_from_resolution
        if awake or not rested_before:
            self.wanted = self.policy.target(self.target, self.priority)
        if awake:
            self.judge(when)

    def judge(self, when: datetime) -> None:
        """Note that it is due, where what was counted reaches what is wanted now."""
        if self.due_at is None and self.wanted is not None and self.used >= self.wanted:
            self.due_at = when

    def reading(self, at: datetime) -> ClockReading:
        """Sum up at a moment."""
        due_at = self.due_at
        if due_at is None and self.wanted is not None:
            end, left = self.stopped_at or at, self.wanted - self.used
            due_at = add_business_seconds(self.policy.calendar, end, left)
        return ClockReading(
            self.target,
            self._standing(at),
            self.began_at or at,
            due_at,
            self.stopped_at,
            self.wanted,
            self.used,
            self.rested,
            tuple(self.spans),
            self.policy,
            self.priority,
        )

    @property
    def is_final(self) -> bool:
        """Say whether nothing can start this clock again: only the first response ends so."""
        return self.target is Target.FIRST_RESPONSE and self.stopped_at is not None

    def take(self, event: TicketEvent, when: datetime) -> None:
        """Take in one event."""
        match event.happened:
            case Happened.CREATED:
                self.began_at = self.since = when
                self.state, self.priority = event.state, event.priority
            case Happened.STATE_CHANGED:
                self.state = event.state
            case _ if self.is_final:
                return
            case Happened.PRIORITY_CHANGED:
                self.priority = event.priority
            case Happened.POLICY_CHANGED:
                self.policy = event.policy or self.policy
            case Happened.REPLIED:
                if self.target is Target.FIRST_RESPONSE and event.by_person:
                    self.stopped_at = when
            case Happened.RESOLVED:
                self._resolve(event, when)
            case Happened.REOPENED:
                self.resting_from_resolution, self.stopped_at = False, None
                # It was solved while it waited, perhaps: what is taken up again waits no more.
                self.state = event.state
            case _:
                pass

    def _resolve(self, event: TicketEvent, when: datetime) -> None:
        self.resting_from_resolution = True
        if self.target is Target.RESOLUTION or event.by_person:
            self.stopped_at = when

    def _counts(self) -> tuple[bool, str]:
        if self.resting_from_resolution:
            return False, "resolved"
        if self.target is Target.RESOLUTION and self.state in self.policy.pausing_states:
            return False, f"waiting: {self.state}"
        return True, f"priority {self.priority}"

    def _note_due(self, start: datetime, end: datetime) -> None:
        if self.due_at is not None or self.wanted is None:
            return
        due = add_business_seconds(self.policy.calendar, start, self.wanted - self.used)
        # What falls due exactly at the end is judged by what holds after the events there.
        self.due_at = due if due < end else None

    def _standing(self, at: datetime) -> Standing:
        end = self.stopped_at or at
        # Due at ten and answered at ten is met.
        if self.due_at is not None and end > self.due_at:
            return Standing.MISSED
        if self.due_at is None and self.wanted is None:
            return Standing.NO_TARGET
        if self.stopped_at is not None:
            return Standing.MET
        return Standing.NOT_DUE if self.resting_from_resolution else self._going()

    def _going(self) -> Standing:
        return Standing.RUNNING if self._counts()[0] else Standing.PAUSED
