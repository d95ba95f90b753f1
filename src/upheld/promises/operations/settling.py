"""A promise is kept, broken, replaced or released; each of them is final."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.actor import ActorKind
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.promises.events import Event
from upheld.promises.may import May
from upheld.promises.models import Promise
from upheld.promises.operations.offering import require_step
from upheld.promises.rules.states import PromiseState

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.foundation.tenancy.owned import Owned
    from upheld.people.models import Person


@operation(May.MAKE_PROMISES)
def keep_promise(
    *,
    promise: Promise,
    shown: str,
    by: Actor,
    at: datetime,
    shown_url: str = "",
    evidence: Owned | None = None,
) -> Promise:
    """Say that a promise was kept, and what shows it (`evidence`: the row that does).

    Kept after it fell due, it counts as late. Harmless if it is kept already.
    Refuses with: invalid_input, not_your_promise, promise_not_agreed, promise_final.
    """
    promise = lock(promise)
    if promise.state == PromiseState.KEPT:
        return unchanged(promise)
    _require_own(promise, by)
    require_step(promise, PromiseState.KEPT, what="Not marked as kept.")
    if not shown.strip():
        raise invalid(shown="Say what shows that the promise was kept.")
    _settle(promise, PromiseState.KEPT, by, at, shown=shown.strip(), shown_url=shown_url)
    record(
        Event.KEPT,
        promise,
        about=[promise.company, evidence],
        number=promise.number,
        late=promise.due_at is not None and at > promise.due_at,
        evidence=evidence,
    )
    return promise


@operation(May.MAKE_PROMISES)
def break_promise(*, promise: Promise, reason: str, by: Actor, at: datetime) -> Promise:
    """Admit that a promise was not kept, saying why.

    Refuses with: invalid_input, not_your_promise, promise_not_agreed, promise_final.
    """
    promise = lock(promise)
    if promise.state == PromiseState.BROKEN:
        return unchanged(promise)
    _require_own(promise, by)
    require_step(promise, PromiseState.BROKEN, what="Not marked as broken.")
    _require_reason(reason, "Say why the promise was not kept.")
    _settle(promise, PromiseState.BROKEN, by, at, settled_why=reason.strip())
    record(Event.BROKEN, promise, about=[promise.company], reason=reason, number=promise.number)
    return promise


@operation(May.MAKE_PROMISES)
def replace_promise(
    *, promise: Promise, replacement: Promise, reason: str, by: Actor, at: datetime
) -> Promise:
    """Put another promise in the place of this one: a change order, or a later offer.

    The new one must have been made to the same customer. Refuses with: invalid_input,
    not_your_promise, replaced_by_itself, other_customer, promise_final.
    """
    promise = lock(promise)
    if promise.state == PromiseState.REPLACED and promise.replaced_by_id == replacement.pk:
        return unchanged(promise)
    _require_own(promise, by)
    require_step(promise, PromiseState.REPLACED, what="Not replaced.")
    _require_reason(reason, "Say what made another promise necessary.")
    _require_fitting(promise, replacement)
    _settle(
        promise, PromiseState.REPLACED, by, at,
        replaced_by=replacement, settled_why=reason.strip(),
    )  # fmt: skip
    record(
        Event.REPLACED,
        promise,
        about=[promise.company, replacement],
        reason=reason,
        number=promise.number,
        replacement=replacement.number,
    )
    return promise


@operation(May.SETTLE_PROMISES)
def release_promise(
    *, promise: Promise, released_by: str, reason: str, by: Actor, at: datetime
) -> Promise:
    """Note that whom it was made to let a promise go, and who of them said so.

    An offer that was not taken up is released too. Refuses with: invalid_input, promise_final.
    """
    promise = lock(promise)
    if promise.state == PromiseState.RELEASED:
        return unchanged(promise)
    require_step(promise, PromiseState.RELEASED, what="Not released.")
    _require_reason(reason, "Say why the promise was let go.")
    if not released_by.strip():
        raise invalid(released_by="Say who let the promise go.")
    why = f"{released_by.strip()}: {reason.strip()}"
    _settle(promise, PromiseState.RELEASED, by, at, settled_why=why[:500])
    record(
        Event.RELEASED,
        promise,
        about=[promise.company],
        reason=reason,
        number=promise.number,
        private={"released_by": released_by.strip()},
    )
    return promise


@operation(May.MAKE_PROMISES)
def hand_over_promise(
    *, promise: Promise, owner: Person, by: Actor, at: datetime, reason: str = ""
) -> Promise:
    """Let somebody else keep an agreed promise; the record keeps who had it before.

    Whoever takes it says so themselves; somebody who may settle others' promises can place it.
    Refuses with: promise_not_agreed, promise_final, not_your_promise.
    """
    del at
    promise = lock(promise)
    if promise.owner_id == owner.pk:
        return unchanged(promise)
    if promise.state != PromiseState.AGREED:
        require_step(promise, PromiseState.KEPT, what="Not handed over.")
    if by.person_id != owner.pk and not by.may(May.SETTLE_PROMISES):
        raise _not_yours()
    before = promise.owner_id
    promise.change(owner=owner)
    record(
        Event.HANDED_OVER,
        promise,
        about=[promise.company, owner],
        reason=reason,
        before=before,
        owner=owner.pk,
    )
    return promise


@operation(May.MAKE_PROMISES)
def raise_risk(*, promise: Promise, why: str, by: Actor, at: datetime) -> Promise:
    """Say that an agreed promise may not be kept, and why; it shows wherever the promise does.

    Anybody on the staff may. An empty `why` takes it back. Refuses with: promise_not_agreed,
    promise_final.
    """
    del by
    promise = lock(promise)
    if promise.state != PromiseState.AGREED:
        require_step(promise, PromiseState.KEPT)
    if promise.risk == why.strip():
        return unchanged(promise)
    promise.change(risk=why.strip(), risk_at=at if why.strip() else None)
    event = Event.RISK_RAISED if promise.risk else Event.RISK_CLEARED
    record(event, promise, about=[promise.company], reason=why)
    return promise


def _settle(
    promise: Promise, state: PromiseState, by: Actor, at: datetime, **fields: object
) -> None:
    promise.change(
        state=state.value, settled_at=at, settled_by_id=by.person_id, risk="", risk_at=None,
        **fields,
    )  # fmt: skip


def _require_own(promise: Promise, by: Actor) -> None:
    """Let through its owner, whoever promised it, and those who may settle others' promises."""
    if by.kind is ActorKind.SYSTEM or by.may(May.SETTLE_PROMISES):
        return
    if by.person_id is None or by.person_id not in {promise.owner_id, promise.promised_by_id}:
        raise _not_yours()


def _not_yours() -> Refused:
    return Refused(
        "not_your_promise",
        "The promise belongs to somebody else.",
        remedy="Ask its owner, or somebody who may settle the promises of others.",
    )


def _require_reason(reason: str, message: str) -> None:
    if not reason.strip():
        raise invalid(reason=message)


def _require_fitting(promise: Promise, replacement: Promise) -> None:
    if replacement.pk == promise.pk:
        raise Refused("replaced_by_itself", "A promise cannot take its own place.")
    if replacement.company_id != promise.company_id:
        raise Refused(
            "other_customer",
            "The other promise was made to somebody else.",
            what="Not replaced.",
            remedy="Choose a promise to the same customer.",
        )
