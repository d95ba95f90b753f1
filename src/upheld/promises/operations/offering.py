"""A promise is offered and agreed, and from then on its words stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.foundation.actor import ActorKind
from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.promises.events import Event
from upheld.promises.may import May
from upheld.promises.models import Promise, Source
from upheld.promises.rules.states import PromiseState, edit_obstacle, step_obstacle

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.customers.models import Company
    from upheld.foundation.actor import Actor
    from upheld.foundation.tenancy.owned import Owned
    from upheld.foundation.values.money import Money
    from upheld.people.models import Person


@operation(May.MAKE_PROMISES)
def offer_promise(  # noqa: PLR0913  a promise's particulars, most of them optional
    *,
    words: str,
    source: Source,
    by: Actor,
    at: datetime,
    due_at: datetime | None = None,
    company: Company | None = None,
    promised_by: Person | None = None,
    owner: Person | None = None,
    shown_by: str = "",
    source_row: Owned | None = None,
    source_title: str = "",
    source_url: str = "",
    value: Money | None = None,
) -> Promise:
    """Enter a promise that was said and is not agreed yet; it counts nowhere so far.

    `source_row` is the row that it stands in, `source_url` that row's page. `owner` is whoever is
    meant to keep it. What comes out of a signed text (the system acts) may already be due.
    Refuses with: invalid_input.
    """
    _require_sayable(words, due_at, by, at)
    promise = Promise(
        number=next_number("promise"),
        words=words.strip(),
        shown_by=shown_by.strip(),
        source=Source(source),
        source_type=source_row._meta.label_lower if source_row is not None else "",
        source_id=source_row.pk if source_row is not None else None,
        source_title=source_title,
        source_url=source_url,
        company=company,
        promised_by=promised_by,
        owner=owner,
        offered_at=at,
        due_at=due_at,
        value_minor=value.minor if value is not None else None,
        currency=value.currency if value is not None else "",
    )
    promise.save()
    record(
        Event.OFFERED,
        promise,
        about=[company, source_row],
        number=promise.number,
        source=promise.source,
        due_at=due_at,
        value=value,
        private={"words": promise.words},
    )
    return promise


@operation(May.MAKE_PROMISES)
def change_offer(
    *, promise: Promise, by: Actor, at: datetime, seen: int | None = None, **fields: Any
) -> Promise:
    """Change a promise while it is only offered.

    Fields: words, shown_by, due_at, owner, company, value_minor, currency.
    Refuses with: promise_not_editable, changed_meanwhile, invalid_input.
    """
    promise = lock(promise, seen)
    obstacle = edit_obstacle(PromiseState(promise.state))
    if obstacle is not None:
        raise Refused(obstacle.code, obstacle.why, remedy=obstacle.remedy)
    due_at = fields.get("due_at", promise.due_at)
    _require_sayable(fields.get("words", promise.words), due_at, by, at)
    version = promise.version
    promise.change(**fields)
    if promise.version == version:
        return unchanged(promise)
    record(Event.OFFER_CHANGED, promise, about=[promise.company], due_at=promise.due_at)
    return promise


@operation(May.MAKE_PROMISES)
def agree_promise(*, promise: Promise, owner: Person, by: Actor, at: datetime) -> Promise:
    """Let a promise count from now on; `owner` keeps it, and its words no longer change.

    Nobody agrees for somebody else: a person only for themselves, the system only where the
    owner's yes was given in another form (a review, a signed proposal).
    Refuses with: promise_final, promise_already_agreed, not_your_promise.
    """
    promise = lock(promise)
    if promise.state == PromiseState.AGREED and promise.owner_id == owner.pk:
        return unchanged(promise)
    require_step(promise, PromiseState.AGREED, what="Not agreed.")
    if by.kind is not ActorKind.SYSTEM and by.person_id != owner.pk:
        raise Refused(
            "not_your_promise",
            f"Only {owner.name} can agree to keep a promise in their own name.",
            what="Not agreed.",
            remedy=f"Ask {owner.name} to agree, or agree to keep it yourself.",
        )
    promise.change(state=PromiseState.AGREED.value, owner=owner, agreed_at=at)
    record(
        Event.AGREED,
        promise,
        about=[promise.company, owner],
        number=promise.number,
        owner=owner.pk,
        due_at=promise.due_at,
    )
    return promise


def require_step(promise: Promise, wanted: PromiseState, *, what: str = "") -> None:
    """Refuse unless the promise may take that state next.

    Refuses with: promise_final, promise_not_agreed, promise_already_agreed.
    """
    obstacle = step_obstacle(PromiseState(promise.state), wanted)
    if obstacle is not None:
        raise Refused(obstacle.code, obstacle.why, what=what, remedy=obstacle.remedy)


def _require_sayable(words: str, due_at: datetime | None, by: Actor, at: datetime) -> None:
    if not words.strip():
        raise invalid(words="Write what is promised, as it was said.")
    if due_at is not None and due_at <= at and by.kind is not ActorKind.SYSTEM:
        raise invalid(due_at="A promise falls due after it was made; choose a later moment.")
