"""Change orders: whatever was not in the statement of work, billed or not, agreed before done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from upheld.foundation.refusals import Reason
from upheld.foundation.values.money import Money


class ChangeOrderState(StrEnum):
    """Where a change order stands."""

    DRAFT = auto()
    SENT = auto()
    SIGNED = auto()
    DECLINED = auto()
    WITHDRAWN = auto()


class ChangeOrderStep(StrEnum):
    """What somebody does to a change order."""

    EDIT = auto()
    SEND = auto()
    SIGN = auto()
    DECLINE = auto()
    WITHDRAW = auto()


_S, _T = ChangeOrderState, ChangeOrderStep
NEXT_STATE: dict[tuple[ChangeOrderState, ChangeOrderStep], ChangeOrderState] = {
    (_S.DRAFT, _T.EDIT): _S.DRAFT,
    (_S.DRAFT, _T.SEND): _S.SENT,
    (_S.DRAFT, _T.WITHDRAW): _S.WITHDRAWN,
    (_S.SENT, _T.SIGN): _S.SIGNED,
    (_S.SENT, _T.DECLINE): _S.DECLINED,
    (_S.SENT, _T.WITHDRAW): _S.WITHDRAWN,
}
FINAL_STATES = frozenset({_S.SIGNED, _S.DECLINED, _S.WITHDRAWN})

_STANDS = {
    _S.DRAFT: "it is still a draft",
    _S.SENT: "it lies with the customer",
    _S.SIGNED: "it is signed",
    _S.DECLINED: "the customer declined it",
    _S.WITHDRAWN: "it was withdrawn",
}


@dataclass(frozen=True, slots=True)
class ChangeOrderDraft:
    """A change order as it is about to be sent.

    `price` is what the customer pays; zero needs `unbilled_because`, so that gifts are seen.
    `cost_seconds` is the estimated effort. `wording_open` counts findings that nobody explained.
    """

    title: str
    criterion: str
    cost_seconds: int | None
    price: Money
    unbilled_because: str
    due_on: date | None
    signer: str
    wording_open: int = 0


def next_state(state: ChangeOrderState, step: ChangeOrderStep) -> ChangeOrderState | None:
    """Give the state that a step leads to, or None where the step is not open."""
    return NEXT_STATE.get((state, step))


def step_obstacle(state: ChangeOrderState, step: ChangeOrderStep) -> Reason | None:
    """Say why a step cannot be taken, or None. Code: change_order_<state>."""
    if (state, step) in NEXT_STATE:
        return None
    why = f"“{step}” is not possible: {_STANDS[state]}."
    remedy = "Send it first." if state is _S.DRAFT else "Make a new change order."
    return Reason(f"change_order_{state}", why, remedy)


def send_obstacles(
    state: ChangeOrderState, draft: ChangeOrderDraft, *, today: date
) -> tuple[Reason, ...]:
    """Name all that keeps a change order from being sent.

    Codes: change_order_<state>, title_missing, criterion_missing, estimate_missing,
    price_below_zero, unbilled_without_reason, due_missing, due_in_past, signer_missing,
    vague_wording.
    """
    free = draft.price.is_zero and not draft.unbilled_because.strip()
    past = draft.due_on is not None and draft.due_on < today
    checks = (
        (not draft.title.strip(), "title_missing", "It has no title.", "Say what is wanted."),
        (
            not draft.criterion.strip(),
            "criterion_missing",
            "It does not say when it counts as done.",
            "Write the criterion that the customer will accept it by.",
        ),
        (
            draft.cost_seconds is None,
            "estimate_missing",
            "Nobody who delivers has estimated it.",
            "Ask for an estimate.",
        ),
        (
            draft.price.is_negative,
            "price_below_zero",
            "Its price is below zero.",
            "Enter what the customer pays; a credit goes through a credit note.",
        ),
        (
            free,
            "unbilled_without_reason",
            "It is free, and nobody has said why.",
            "Enter a price, or the reason for giving it away.",
        ),
        (draft.due_on is None, "due_missing", "It does not say by when.", "Enter a day."),
        (past, "due_in_past", "Its day has passed.", "Enter a later day."),
        (not draft.signer.strip(), "signer_missing", "Nobody is named to sign.", "Name a signer."),
        (
            draft.wording_open > 0,
            "vague_wording",
            f"{draft.wording_open} wordings can be read in two ways.",
            "Write them so that they can be checked, or explain them.",
        ),
    )
    found = [Reason(code, why, remedy) for wrong, code, why, remedy in checks if wrong]
    wrong_state = step_obstacle(state, ChangeOrderStep.SEND)
    return (*((wrong_state,) if wrong_state else ()), *found)


def outside_agreement(
    deliverable: str, agreed: frozenset[str], signed_changes: frozenset[str]
) -> Reason | None:
    """Say why work on a deliverable may not be delivered: nobody agreed to it. Or None.

    Code: outside_agreement.
    """
    if deliverable in agreed or deliverable in signed_changes:
        return None
    return Reason(
        "outside_agreement",
        "This is not in the statement of work, nor in a signed change order.",
        "Make a change order, billed or not.",
    )
