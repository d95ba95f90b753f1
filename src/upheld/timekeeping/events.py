"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about time."""

    TIME_LOGGED = "timekeeping.time.logged"
    TIME_CORRECTED = "timekeeping.time.corrected"
    TIME_VOIDED = "timekeeping.time.voided"
    TIME_ADJUSTED = "timekeeping.time.adjusted"
    TIME_LOCKED = "timekeeping.time.locked"
    TIME_UNLOCKED = "timekeeping.time.unlocked"
    TIME_FOUND_ODD = "timekeeping.time.found_odd"
    TIME_PASSED = "timekeeping.time.passed"
    TIME_ASKED_ABOUT = "timekeeping.time.asked_about"
    TIME_EXPLAINED = "timekeeping.time.explained"
    TIMER_STARTED = "timekeeping.timer.started"
    TIMER_PAUSED = "timekeeping.timer.paused"
    TIMER_RESUMED = "timekeeping.timer.resumed"
    TIMER_STOPPED = "timekeeping.timer.stopped"
    TIMER_TRIMMED = "timekeeping.timer.trimmed"
    TIMER_DISCARDED = "timekeeping.timer.discarded"
    PROPOSAL_DECLINED = "timekeeping.proposal.declined"
    STANDARDS_SET = "timekeeping.standards.set"
    STANDARDS_WITHDRAWN = "timekeeping.standards.withdrawn"
    PACE_RAISED = "timekeeping.pace.raised"
    PACE_ANSWERED = "timekeeping.pace.answered"
