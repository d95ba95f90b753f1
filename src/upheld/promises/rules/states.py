"""The life of a promise: which states there are and what may follow what."""

from __future__ import annotations

from enum import StrEnum, auto

from upheld.foundation.refusals import Reason


class PromiseState(StrEnum):
    """Where a promise stands."""

    OFFERED = auto()
    """Said, not yet agreed by those who must keep it and the one it is made to."""
    AGREED = auto()
    """It counts from now on, and its words no longer change."""
    KEPT = auto()
    BROKEN = auto()
    REPLACED = auto()
    """A change order, or a later offer, put another promise in its place."""
    RELEASED = auto()
    """Whom it was made to let it go, or an offer lapsed without being taken up."""


FOLLOWS: dict[PromiseState, frozenset[PromiseState]] = {
    PromiseState.OFFERED: frozenset(
        {PromiseState.AGREED, PromiseState.REPLACED, PromiseState.RELEASED}
    ),
    PromiseState.AGREED: frozenset(
        {
            PromiseState.KEPT,
            PromiseState.BROKEN,
            PromiseState.REPLACED,
            PromiseState.RELEASED,
        }
    ),
    PromiseState.KEPT: frozenset(),
    PromiseState.BROKEN: frozenset(),
    PromiseState.REPLACED: frozenset(),
    PromiseState.RELEASED: frozenset(),
}
"""What may follow each state; nothing follows a final one."""

FINAL = frozenset(state for state, following in FOLLOWS.items() if not following)


def may_become(state: PromiseState, wanted: PromiseState) -> bool:
    """Tell whether a promise in `state` may become `wanted`."""
    return wanted in FOLLOWS[state]


def may_be_edited(state: PromiseState) -> bool:
    """Tell whether the words, the day or the owner may still change: only while offered."""
    return state is PromiseState.OFFERED


def step_obstacle(state: PromiseState, wanted: PromiseState) -> Reason | None:
    """Say why a promise may not become `wanted`, or None if it may.

    Codes: promise_final, promise_not_agreed, promise_already_agreed.
    """
    if may_become(state, wanted):
        return None
    if state in FINAL:
        why = f"The promise is {state.value}, and that is final."
        return Reason("promise_final", why, "Make a new promise if something new is promised.")
    if state is PromiseState.OFFERED:
        why = f"The promise has only been offered; it cannot be {wanted.value} yet."
        return Reason("promise_not_agreed", why, "Have it agreed first.")
    why = f"The promise has been agreed; it cannot be {wanted.value} again."
    return Reason("promise_already_agreed", why, "Replace it by a change order, or release it.")


def edit_obstacle(state: PromiseState) -> Reason | None:
    """Say why a promise may not be edited, or None if it may. Code: promise_not_editable."""
    if may_be_edited(state):
        return None
    why = f"The promise is {state.value}; a promise is never edited once it was agreed."
    return Reason("promise_not_editable", why, "Replace it by a change order.")
