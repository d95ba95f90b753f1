"""The states of a proposal version, and which step leads from which to which.

A version that was sent is never edited: a change makes a new version, and the old one is
`REPLACED`. So every text that a customer has ever seen stays readable.
"""

from __future__ import annotations

from enum import StrEnum, auto

from upheld.foundation.refusals import Reason


class ProposalState(StrEnum):
    """Where a proposal version stands."""

    DRAFT = auto()
    SENT = auto()
    OPENED = auto()
    SIGNED = auto()
    DECLINED = auto()
    WITHDRAWN = auto()
    EXPIRED = auto()
    REPLACED = auto()


class ProposalStep(StrEnum):
    """What somebody, or the calendar, does to a proposal version."""

    EDIT = auto()
    SEND = auto()
    OPEN = auto()
    SIGN = auto()
    DECLINE = auto()
    WITHDRAW = auto()
    EXPIRE = auto()
    REPLACE = auto()


SILENCES = ("means_nothing", "means_yes", "means_no")
"""What a customer's silence on a deliverable can be agreed to mean."""

ON_THE_TABLE = frozenset({ProposalState.SENT, ProposalState.OPENED})
FINAL_STATES = frozenset(
    {
        ProposalState.SIGNED,
        ProposalState.DECLINED,
        ProposalState.WITHDRAWN,
        ProposalState.EXPIRED,
        ProposalState.REPLACED,
    }
)

_S, _T = ProposalState, ProposalStep
NEXT_STATE: dict[tuple[ProposalState, ProposalStep], ProposalState] = {
    (_S.DRAFT, _T.EDIT): _S.DRAFT,
    (_S.DRAFT, _T.SEND): _S.SENT,
    (_S.DRAFT, _T.WITHDRAW): _S.WITHDRAWN,
    (_S.DRAFT, _T.REPLACE): _S.REPLACED,
    (_S.SENT, _T.OPEN): _S.OPENED,
    (_S.SENT, _T.SIGN): _S.SIGNED,
    (_S.SENT, _T.DECLINE): _S.DECLINED,
    (_S.SENT, _T.WITHDRAW): _S.WITHDRAWN,
    (_S.SENT, _T.EXPIRE): _S.EXPIRED,
    (_S.SENT, _T.REPLACE): _S.REPLACED,
    (_S.OPENED, _T.OPEN): _S.OPENED,
    (_S.OPENED, _T.SIGN): _S.SIGNED,
    (_S.OPENED, _T.DECLINE): _S.DECLINED,
    (_S.OPENED, _T.WITHDRAW): _S.WITHDRAWN,
    (_S.OPENED, _T.EXPIRE): _S.EXPIRED,
    (_S.OPENED, _T.REPLACE): _S.REPLACED,
}

_STANDS = {
    _S.DRAFT: "it is still a draft",
    _S.SENT: "it has been sent",
    _S.OPENED: "the customer has opened it",
    _S.SIGNED: "it is signed",
    _S.DECLINED: "the customer declined it",
    _S.WITHDRAWN: "it was withdrawn",
    _S.EXPIRED: "it has expired",
    _S.REPLACED: "a newer version replaced it",
}
_REMEDY = {
    _S.DRAFT: "Send it first.",
    _S.SENT: "Make a new version.",
    _S.OPENED: "Make a new version.",
    _S.SIGNED: "Use a change order for anything that differs from it.",
    _S.REPLACED: "Go to the newest version.",
}


def next_state(state: ProposalState, step: ProposalStep) -> ProposalState | None:
    """Give the state that a step leads to, or None where the step is not open."""
    return NEXT_STATE.get((state, step))


def step_obstacle(state: ProposalState, step: ProposalStep) -> Reason | None:
    """Say why a step cannot be taken in a state, or None if it can.

    Code: proposal_<state>, for example proposal_signed.
    """
    if (state, step) in NEXT_STATE:
        return None
    return Reason(
        code=f"proposal_{state}",
        why=f"This proposal cannot be changed by “{step}”: {_STANDS[state]}.",
        remedy=_REMEDY.get(state, "Make a new proposal."),
    )
