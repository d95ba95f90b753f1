"""Deliverables, change orders and what silence means."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.delivery.rules import change_orders, deliverables
from upheld.delivery.rules.change_orders import (
    ChangeOrderDraft,
    ChangeOrderState,
    outside_agreement,
    send_obstacles,
)
from upheld.delivery.rules.deliverables import (
    DeliverableState,
    DeliverableStep,
    WorkShown,
    submit_obstacles,
)
from upheld.delivery.rules.sign_off import (
    Answer,
    AnswerDraft,
    RoundState,
    SignOffRound,
    Silence,
    SilenceRule,
    answer_obstacles,
    round_state,
    sign_off_lag,
    silence_ends_at,
)
from upheld.foundation.values.business_time import Calendar, NeverOpen
from upheld.foundation.values.money import Money
from upheld.foundation.values.period import Period

LONDON = ZoneInfo("Europe/London")
WEEK = Calendar.working_week(
    "Europe/London", time(9), time(17), holidays=[date(2026, 4, 3), date(2026, 4, 6)]
)
FIVE_DAYS = SilenceRule(Silence.MEANS_YES, 5, WEEK)


@pytest.mark.parametrize(
    ("module", "states", "steps"),
    [
        (deliverables, DeliverableState, DeliverableStep),
        (change_orders, ChangeOrderState, change_orders.ChangeOrderStep),
    ],
)
def test_a_step_leads_on_or_says_why_not_and_final_is_final(
    module: Any, states: Any, steps: Any
) -> None:
    for state, step in product(states, steps):
        obstacle = module.step_obstacle(state, step)
        assert (module.next_state(state, step) is None) is (obstacle is not None)
        if obstacle is not None:
            assert obstacle.code.endswith(f"_{state}")
            assert obstacle.remedy.endswith(".")
        if state in module.FINAL_STATES:
            assert obstacle is not None


def test_a_rejected_deliverable_can_be_submitted_again() -> None:
    state: DeliverableState | None = DeliverableState.PLANNED
    for step in ["start", "submit", "reject", "submit", "deem"]:
        assert state is not None
        state = deliverables.next_state(state, DeliverableStep(step))
    assert state is DeliverableState.DEEMED_ACCEPTED


@pytest.mark.parametrize(
    ("state", "shown", "codes"),
    [
        ("in_work", WorkShown("photo", ("photo", "log")), []),
        ("rejected", WorkShown("photo", ("photo",)), []),
        ("in_work", WorkShown("photo", ()), ["evidence_missing"]),
        ("in_work", WorkShown("photo", ("log",)), ["evidence_of_other_kind"]),
        ("in_work", WorkShown("photo", ("photo",), "CO 7"), ["change_order_not_signed"]),
        ("planned", WorkShown("photo", ()), ["deliverable_planned", "evidence_missing"]),
        ("accepted", WorkShown("photo", ("photo",)), ["deliverable_accepted"]),
    ],
)
def test_what_keeps_a_deliverable_from_the_customer(
    state: str, shown: WorkShown, codes: list[str]
) -> None:
    found = submit_obstacles(DeliverableState(state), shown)
    assert [reason.code for reason in found] == codes


SILENCE = [
    # submitted (London), business days, silence speaks at the start of
    (datetime(2026, 3, 2, 10, tzinfo=LONDON), 5, date(2026, 3, 10)),
    (datetime(2026, 3, 2, 23, 30, tzinfo=LONDON), 5, date(2026, 3, 10)),
    (datetime(2026, 3, 7, 10, tzinfo=LONDON), 1, date(2026, 3, 10)),
    (datetime(2026, 4, 2, 10, tzinfo=LONDON), 1, date(2026, 4, 8)),  # Good Friday and Easter Monday
    (
        datetime(2026, 3, 27, 10, tzinfo=LONDON),
        2,
        date(2026, 4, 1),
    ),  # over the change of the clocks
    (datetime(2026, 3, 2, 10, tzinfo=LONDON), 0, date(2026, 3, 3)),
]


@pytest.mark.parametrize(("submitted", "days", "speaks_on"), SILENCE)
def test_when_silence_speaks(submitted: datetime, days: int, speaks_on: date) -> None:
    ends = silence_ends_at(submitted, replace(FIVE_DAYS, business_days=days))
    assert ends == datetime.combine(speaks_on, time(), LONDON)


@given(
    st.integers(0, 2 * 365 * 24 * 60),
    st.integers(0, 30),
)
def test_the_customer_has_each_agreed_business_day_in_full(minutes: int, days: int) -> None:
    submitted = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ends = silence_ends_at(submitted, replace(FIVE_DAYS, business_days=days))
    assert ends is not None
    day, counted = submitted.astimezone(LONDON).date() + timedelta(1), 0
    while day < ends.astimezone(LONDON).date():
        counted += day.weekday() < 5 and day not in WEEK.holidays
        day += timedelta(1)
    assert counted == days


def test_a_calendar_that_never_opens_again_says_so() -> None:
    once = Period(SUBMITTED, SUBMITTED + timedelta(hours=1))
    rule = replace(FIVE_DAYS, calendar=Calendar.weekly("Europe/London", {}, opened=[once]))
    with pytest.raises(NeverOpen):
        silence_ends_at(SUBMITTED, rule)


SUBMITTED = datetime(2026, 3, 2, 10, tzinfo=UTC)
ROUND = SignOffRound(1, SUBMITTED, "f00d")
DEADLINE = datetime(2026, 3, 10, tzinfo=UTC)
SAID_YES = replace(ROUND, answer=Answer.ACCEPTED, answered_at=SUBMITTED + timedelta(1))


@pytest.mark.parametrize(
    ("round_", "silence", "at", "state"),
    [
        (ROUND, Silence.MEANS_YES, DEADLINE - timedelta(seconds=1), RoundState.WAITING),
        (ROUND, Silence.MEANS_YES, DEADLINE, RoundState.DEEMED_ACCEPTED),
        (ROUND, Silence.MEANS_NO, DEADLINE, RoundState.DEEMED_REJECTED),
        (ROUND, Silence.MEANS_NOTHING, DEADLINE + timedelta(1000), RoundState.WAITING),
        (SAID_YES, Silence.MEANS_NO, DEADLINE, RoundState.ACCEPTED),
        (
            replace(SAID_YES, answer=Answer.REJECTED),
            Silence.MEANS_YES,
            DEADLINE,
            RoundState.REJECTED,
        ),
        (SAID_YES, Silence.MEANS_YES, SUBMITTED, RoundState.WAITING),
    ],
)
def test_where_a_round_stands(
    round_: SignOffRound, silence: Silence, at: datetime, state: RoundState
) -> None:
    assert round_state(round_, replace(FIVE_DAYS, silence=silence), at=at) is state


YES = AnswerDraft(Answer.ACCEPTED, "", "f00d", may_sign_off=True)
NO = AnswerDraft(Answer.REJECTED, "The second link fails.", "f00d", may_sign_off=True)


@pytest.mark.parametrize(
    ("round_", "draft", "at", "codes"),
    [
        (ROUND, YES, SUBMITTED, []),
        (ROUND, NO, SUBMITTED, []),
        (ROUND, replace(NO, reasons=" "), SUBMITTED, ["reasons_missing"]),
        (ROUND, replace(YES, shown_hash="beef"), SUBMITTED, ["content_changed"]),
        (ROUND, YES, DEADLINE, ["round_deemed"]),
        (SAID_YES, NO, DEADLINE, ["round_answered"]),
        (
            SAID_YES,
            replace(NO, reasons="", shown_hash=""),
            DEADLINE,
            ["round_answered", "reasons_missing", "content_changed"],
        ),
        (
            SAID_YES,
            replace(NO, may_sign_off=False, reasons=""),
            DEADLINE,
            ["not_yours_to_sign_off"],
        ),
    ],
)
def test_what_stands_against_an_answer(
    round_: SignOffRound, draft: AnswerDraft, at: datetime, codes: list[str]
) -> None:
    found = answer_obstacles(round_, draft, FIVE_DAYS, at=at)
    assert [reason.code for reason in found] == codes


def test_the_lag_is_that_of_a_spoken_answer() -> None:
    assert sign_off_lag(SAID_YES) == timedelta(days=1)
    assert sign_off_lag(ROUND) is None


TODAY = date(2026, 3, 2)
CHANGE = ChangeOrderDraft(
    "Second link", "Traffic passes on either link.", 7200, Money(50_000, "EUR"), "", TODAY, "Ann"
)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"price": Money(0, "EUR")}, ["unbilled_without_reason"]),
        ({"price": Money(0, "EUR"), "unbilled_because": "Our mistake."}, []),
        ({"price": Money(-1, "EUR")}, ["price_below_zero"]),
        ({"cost_seconds": None}, ["estimate_missing"]),
        ({"due_on": None}, ["due_missing"]),
        ({"due_on": TODAY - timedelta(1)}, ["due_in_past"]),
        ({"wording_open": 2}, ["vague_wording"]),
        (
            {"title": "", "criterion": "", "signer": ""},
            ["title_missing", "criterion_missing", "signer_missing"],
        ),
    ],
)
def test_what_keeps_a_change_order_from_being_sent(
    changes: dict[str, Any], codes: list[str]
) -> None:
    found = send_obstacles(ChangeOrderState.DRAFT, replace(CHANGE, **changes), today=TODAY)
    assert [reason.code for reason in found] == codes


def test_a_signed_change_order_is_not_sent_again() -> None:
    found = send_obstacles(ChangeOrderState.SIGNED, CHANGE, today=TODAY)
    assert [reason.code for reason in found] == ["change_order_signed"]


def test_nothing_outside_the_agreement_is_delivered() -> None:
    assert outside_agreement("a", frozenset("a"), frozenset()) is None
    assert outside_agreement("b", frozenset("a"), frozenset("b")) is None
    found = outside_agreement("c", frozenset("a"), frozenset("b"))
    assert found is not None
    assert found.code == "outside_agreement"
