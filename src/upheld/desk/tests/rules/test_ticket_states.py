"""Where a ticket may go from each state, and how pressing a due moment is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from upheld.desk.rules.ticket_states import (
    LEADS_TO,
    Danger,
    Move,
    danger,
    move_problem,
    move_to,
    moves_from,
)

STATES = ("new", "open", "waiting", "resolved", "closed")
NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("move", list(Move))
def test_a_move_is_offered_exactly_where_it_is_not_refused(move, state):
    assert (move in moves_from(state)) == (move_problem(move, state) is None)


@pytest.mark.parametrize("state", STATES)
def test_no_move_leads_where_the_ticket_is(state):
    assert all(LEADS_TO[move] != state for move in moves_from(state))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("column", STATES[1:])
def test_a_column_is_reached_by_the_move_that_leads_there(column, state):
    move = move_to(column, state)
    assert (None if move is None else LEADS_TO[move]) == (None if column == state else column)


def test_nothing_leads_back_to_new():
    assert move_to("new", "open") is None
    assert "new" not in LEADS_TO.values()


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(-1, Danger.MISSED), (0, Danger.SOON), (3600, Danger.SOON), (3601, Danger.RUNNING)],
)
def test_danger_rises_as_the_moment_comes(seconds, expected):
    assert danger(NOON + timedelta(seconds=seconds), NOON) is expected
    assert danger(None, NOON) is Danger.NONE
