"""The states of a deliverable, and what each step asks for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto

from upheld.foundation.refusals import Reason


class DeliverableState(StrEnum):
    """Where a deliverable stands. DROPPED is taken out by a signed change order."""

    PLANNED = auto()
    IN_WORK = auto()
    SUBMITTED = auto()
    REJECTED = auto()
    ACCEPTED = auto()
    DEEMED_ACCEPTED = auto()
    DROPPED = auto()


class DeliverableStep(StrEnum):
    """What somebody, or the agreed silence, does to a deliverable."""

    START = auto()
    SUBMIT = auto()
    WITHDRAW = auto()
    ACCEPT = auto()
    REJECT = auto()
    DEEM = auto()
    DROP = auto()


_S, _T = DeliverableState, DeliverableStep
NEXT_STATE: dict[tuple[DeliverableState, DeliverableStep], DeliverableState] = {
    (_S.PLANNED, _T.START): _S.IN_WORK,
    (_S.PLANNED, _T.DROP): _S.DROPPED,
    (_S.IN_WORK, _T.SUBMIT): _S.SUBMITTED,
    (_S.IN_WORK, _T.DROP): _S.DROPPED,
    (_S.SUBMITTED, _T.WITHDRAW): _S.IN_WORK,
    (_S.SUBMITTED, _T.ACCEPT): _S.ACCEPTED,
    (_S.SUBMITTED, _T.REJECT): _S.REJECTED,
    (_S.SUBMITTED, _T.DEEM): _S.DEEMED_ACCEPTED,
    (_S.REJECTED, _T.START): _S.IN_WORK,
    (_S.REJECTED, _T.SUBMIT): _S.SUBMITTED,
    (_S.REJECTED, _T.DROP): _S.DROPPED,
}
FINAL_STATES = frozenset({_S.ACCEPTED, _S.DEEMED_ACCEPTED, _S.DROPPED})
EARNED_STATES = frozenset({_S.ACCEPTED, _S.DEEMED_ACCEPTED})

_STANDS = {
    _S.PLANNED: ("work on it has not begun", "Start it first."),
    _S.IN_WORK: ("it is still being worked on", "Submit it first."),
    _S.SUBMITTED: ("the customer is looking at it", "Withdraw the submission first."),
    _S.REJECTED: ("the customer rejected it", "Work on it and submit it again."),
    _S.ACCEPTED: ("the customer accepted it", "Use a change order for more."),
    _S.DEEMED_ACCEPTED: ("it counts as accepted", "Use a change order for more."),
    _S.DROPPED: ("a change order took it out", "Use a change order to bring it back."),
}


@dataclass(frozen=True, slots=True)
class WorkShown:
    """What a submission has to show: kinds of evidence attached, and what was agreed to show.

    `under_change_order` names an unsigned change order that this deliverable waits for.
    """

    agreed_kind: str
    attached_kinds: tuple[str, ...]
    unsigned_change_order: str = ""


def next_state(state: DeliverableState, step: DeliverableStep) -> DeliverableState | None:
    """Give the state that a step leads to, or None where the step is not open."""
    return NEXT_STATE.get((state, step))


def step_obstacle(state: DeliverableState, step: DeliverableStep) -> Reason | None:
    """Say why a step cannot be taken, or None. Code: deliverable_<state>."""
    if (state, step) in NEXT_STATE:
        return None
    why, remedy = _STANDS[state]
    return Reason(f"deliverable_{state}", f"“{step}” is not possible: {why}.", remedy)


def submit_obstacles(state: DeliverableState, shown: WorkShown) -> tuple[Reason, ...]:
    """Name all that keeps a deliverable from the customer.

    Codes: deliverable_<state>, evidence_missing, evidence_of_other_kind,
    change_order_not_signed.
    """
    found: list[Reason] = []
    wrong_state = step_obstacle(state, DeliverableStep.SUBMIT)
    if wrong_state is not None:
        found.append(wrong_state)
    if not shown.attached_kinds:
        found.append(
            Reason(
                "evidence_missing",
                "Nothing is attached that shows it is done.",
                f"Attach the agreed evidence: {shown.agreed_kind}.",
            )
        )
    elif shown.agreed_kind not in shown.attached_kinds:
        found.append(
            Reason(
                "evidence_of_other_kind",
                f"What is attached is not the agreed evidence: {shown.agreed_kind}.",
                "Attach that, or agree on another kind by change order.",
            )
        )
    if shown.unsigned_change_order:
        found.append(
            Reason(
                "change_order_not_signed",
                f"Change order “{shown.unsigned_change_order}” has not been signed, so this is "
                "outside of what was agreed.",
                "Have it signed first.",
            )
        )
    return tuple(found)
