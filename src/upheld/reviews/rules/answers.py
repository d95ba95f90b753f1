"""What may be answered to a review, and when it is asked again."""

from __future__ import annotations

from enum import StrEnum, auto

from upheld.foundation.refusals import Reason


class Answer(StrEnum):
    """What a reviewer may say."""

    APPROVE = auto()
    DECLINE = auto()
    """No, with a reason."""
    OFFER_ALTERNATIVE = auto()
    """Not this, but that: with the other wording, price or day."""


class ReviewState(StrEnum):
    """Where a review stands."""

    ASKED = auto()
    APPROVED = auto()
    DECLINED = auto()
    ALTERNATIVE_OFFERED = auto()
    """Answered with something else, which waits for whoever asked."""
    ALTERNATIVE_TAKEN = auto()
    """Whoever asked took the alternative: it counts as approved, in the other wording."""
    WITHDRAWN = auto()
    """No longer asked, or an approval taken back."""


AFTER: dict[Answer, ReviewState] = {
    Answer.APPROVE: ReviewState.APPROVED,
    Answer.DECLINE: ReviewState.DECLINED,
    Answer.OFFER_ALTERNATIVE: ReviewState.ALTERNATIVE_OFFERED,
}
"""The state that each answer leads to."""

FOLLOWS: dict[ReviewState, frozenset[ReviewState]] = {
    ReviewState.ASKED: frozenset({*AFTER.values(), ReviewState.WITHDRAWN}),
    ReviewState.ALTERNATIVE_OFFERED: frozenset(
        {ReviewState.ALTERNATIVE_TAKEN, ReviewState.WITHDRAWN}
    ),
    ReviewState.APPROVED: frozenset({ReviewState.WITHDRAWN}),
    ReviewState.ALTERNATIVE_TAKEN: frozenset({ReviewState.WITHDRAWN}),
    ReviewState.DECLINED: frozenset(),
    ReviewState.WITHDRAWN: frozenset(),
}
"""What may follow each state. An answer is never changed; a new question is a new review."""

COUNTS_AS_YES = frozenset({ReviewState.APPROVED, ReviewState.ALTERNATIVE_TAKEN})
WAITS_FOR_REVIEWER = frozenset({ReviewState.ASKED})
WAITS_FOR_REQUESTER = frozenset({ReviewState.ALTERNATIVE_OFFERED})


def may_become(state: ReviewState, wanted: ReviewState) -> bool:
    """Tell whether a review in `state` may become `wanted`."""
    return wanted in FOLLOWS[state]


def answer_obstacles(
    state: ReviewState, answer: Answer, *, reason: str, alternative: str
) -> tuple[Reason, ...]:
    """Say all that stands against an answer; empty means that it may be given.

    Codes: review_already_answered, review_withdrawn, reason_missing, alternative_missing.
    """
    found: list[Reason] = []
    if state is ReviewState.WITHDRAWN:
        why = "The question was withdrawn before your answer."
        found.append(Reason("review_withdrawn", why, "Nothing is left for you to do here."))
    elif state is not ReviewState.ASKED:
        why = f"This review was answered already: {state.value.replace('_', ' ')}."
        found.append(Reason("review_already_answered", why, "Ask again if it should be reopened."))
    if answer is Answer.DECLINE and not reason.strip():
        why = "A no without its reason helps nobody."
        found.append(Reason("reason_missing", why, "Write why, so that they can change it."))
    if answer is Answer.OFFER_ALTERNATIVE and not alternative.strip():
        why = "The alternative itself is missing."
        found.append(Reason("alternative_missing", why, "Write what you would agree to."))
    return tuple(found)


def needs_asking_again(hash_then: str, hash_now: str) -> bool:
    """Tell whether what was approved has changed since, by the hashes of both texts.

    No hash kept from then means that nobody can know, so it is asked again.
    """
    return not hash_then or hash_then != hash_now
