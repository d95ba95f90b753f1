"""Rounds of sign-off, and what silence means: only what the contract says it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto
from zoneinfo import ZoneInfo

from upheld.foundation.refusals import Reason
from upheld.foundation.values.business_time import Calendar, NeverOpen
from upheld.foundation.values.period import Period, in_utc, start_of_day

_MOST_DAYS_AHEAD = 3660


class Silence(StrEnum):
    """What was agreed for the case that the customer says nothing."""

    MEANS_NOTHING = auto()
    MEANS_YES = auto()
    MEANS_NO = auto()


@dataclass(frozen=True, slots=True)
class SilenceRule:
    """The agreed rule: what silence means after how many business days of which calendar."""

    silence: Silence
    business_days: int
    calendar: Calendar


class Answer(StrEnum):
    """What the customer said."""

    ACCEPTED = auto()
    REJECTED = auto()


class RoundState(StrEnum):
    """Where a round of sign-off stands. Deemed is told apart from said, always."""

    WAITING = auto()
    ACCEPTED = auto()
    REJECTED = auto()
    DEEMED_ACCEPTED = auto()
    DEEMED_REJECTED = auto()
    WITHDRAWN = auto()
    """Taken back by whoever submitted it, before there was an answer."""


@dataclass(frozen=True, slots=True)
class SignOffRound:
    """One submission and its answer. `number` counts from 1; rejections begin a new round."""

    number: int
    submitted_at: datetime
    content_hash: str
    answer: Answer | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """An answer as the customer is about to give it, on the content that was shown to them."""

    answer: Answer
    reasons: str
    shown_hash: str
    may_sign_off: bool


def silence_ends_at(submitted_at: datetime, rule: SilenceRule) -> datetime | None:
    """Give the moment (UTC) from which silence speaks; None where it means nothing.

    The day of submission never counts. The first business day is the next one on which the
    calendar opens; silence speaks at the midnight that ends the last of the agreed days, in the
    calendar's zone, so that the customer has each of those days in full. Raises NeverOpen.
    """
    if rule.silence is Silence.MEANS_NOTHING:
        return None
    zone = rule.calendar.zone
    day = in_utc(submitted_at).astimezone(ZoneInfo(zone)).date()
    left = rule.business_days
    for _ in range(_MOST_DAYS_AHEAD):
        if left <= 0:
            return start_of_day(day + timedelta(days=1), zone)
        day += timedelta(days=1)
        whole = Period(start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone))
        left -= bool(rule.calendar.open_periods(whole))
    raise NeverOpen


def round_state(round_: SignOffRound, rule: SilenceRule, *, at: datetime) -> RoundState:
    """Say where a round stands: an answer in time counts, then the agreed silence."""
    if round_.answer is not None and round_.answered_at is not None and round_.answered_at <= at:
        return RoundState(round_.answer.value)
    ends = silence_ends_at(round_.submitted_at, rule)
    if ends is None or at < ends:
        return RoundState.WAITING
    yes = rule.silence is Silence.MEANS_YES
    return RoundState.DEEMED_ACCEPTED if yes else RoundState.DEEMED_REJECTED


def answer_obstacles(
    round_: SignOffRound, draft: AnswerDraft, rule: SilenceRule, *, at: datetime
) -> tuple[Reason, ...]:
    """Name all that stands against the customer's answer.

    Codes: not_yours_to_sign_off, round_answered, round_deemed, reasons_missing,
    content_changed. Somebody who may not sign off learns nothing else.
    """
    if not draft.may_sign_off:
        return (
            Reason(
                "not_yours_to_sign_off",
                "Your answer was not taken: you are not named to sign off here.",
                "Ask the person who signed the agreement to name you.",
            ),
        )
    state = round_state(round_, rule, at=at)
    found: list[Reason] = []
    if state in {RoundState.DEEMED_ACCEPTED, RoundState.DEEMED_REJECTED}:
        days = rule.business_days
        meant = "accepted" if state is RoundState.DEEMED_ACCEPTED else "rejected"
        found.append(
            Reason(
                "round_deemed",
                f"Your answer was not taken: after {days} business days without an answer this "
                f"counts as {meant}, as agreed.",
                "Write to us if that is wrong; nothing prevents us from looking at it again.",
            )
        )
    elif state is not RoundState.WAITING:
        found.append(
            Reason("round_answered", "This has already been answered.", "Look at the answer.")
        )
    if draft.answer is Answer.REJECTED and not draft.reasons.strip():
        found.append(
            Reason(
                "reasons_missing",
                "It is not said what is missing.",
                "Write what has to be different, so that it can be put right.",
            )
        )
    if draft.shown_hash != round_.content_hash:
        found.append(
            Reason(
                "content_changed",
                "What was submitted is not what you were looking at.",
                "Look at it as it is now, then answer.",
            )
        )
    return tuple(found)


def sign_off_lag(round_: SignOffRound) -> timedelta | None:
    """Give the time from submission to a spoken answer; None where none was spoken."""
    if round_.answered_at is None:
        return None
    return round_.answered_at - round_.submitted_at
