"""Calls are begun, ended and logged; house rules are held before one is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models import Call
from upheld.desk.queries.calls import broken_by_call, running_call
from upheld.desk.rules.calls import LONGEST, SHORTEST
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid, not_allowed
from upheld.timekeeping.operations.entering import whose

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from upheld.customers.models import Company, Contact
    from upheld.desk.models import Ticket
    from upheld.foundation.actor import Actor

NOT_BEGUN = "The call was not begun."


@dataclass(frozen=True, slots=True)
class CallWords:
    """Whom a call is with, what it is about, and who released which house rule with what words."""

    company: Company
    contact: Contact | None = None
    ticket: Ticket | None = None
    came_in: bool = False
    note: str = ""
    released_by: Contact | None = None
    released_because: str = ""


@operation(May.LOG_CALLS)
def begin_call(*, words: CallWords, by: Actor, at: datetime) -> Call:
    """Begin a call now; it runs until it is ended.

    Where they rang us, no house rule stands in the way. Refuses with: house_rule, call_running,
    invalid_input, no_person.
    """
    _require_sound(words)
    running = running_call(by)
    if running is not None:
        raise Refused(
            "call_running", f"You are in a call with {running.company.name} already.",
            what=NOT_BEGUN, remedy="End that one first.",
        )  # fmt: skip
    if not words.came_in:
        _require_house_rules(words, by, at)
    return _kept(words, by, at, None, Event.CALL_BEGUN)


@operation(May.LOG_CALLS)
def log_call(*, words: CallWords, lasted: timedelta, by: Actor, at: datetime) -> Call:
    """Keep a call that has just ended after so long; what was said cannot be unsaid by a rule.

    Refuses with: invalid_input, no_person.
    """
    _require_sound(words)
    _require_length(lasted)
    return _kept(words, by, at - lasted, at, Event.CALL_LOGGED)


@operation(May.LOG_CALLS)
def end_call(
    *,
    call: Call,
    by: Actor,
    at: datetime,
    note: str | None = None,
    lasted: timedelta | None = None,
    seen: int | None = None,
) -> Call:
    """End a call of one's own now, or after so long from its beginning on.

    Refuses with: not_allowed, changed_meanwhile, invalid_input (one that ran for more than twelve
    hours was forgotten: say how long it lasted).
    """
    call = _own(call, by, seen)
    if call.ended_at is not None:
        return unchanged(call)
    length = max(at - call.started_at, SHORTEST) if lasted is None else lasted
    _require_length(length)
    # A call of seconds counts as a minute, which ended just now.
    start = min(call.started_at, at - SHORTEST)
    if start + length > at:
        raise invalid(lasted="It would end after now.")
    said = {} if note is None else {"note": _text(note)}
    call.change(started_at=start, ended_at=start + length, **said)
    _record(Event.CALL_ENDED, call, call_seconds=call.seconds)
    return call


@operation(May.LOG_CALLS)
def change_call(
    *, call: Call, by: Actor, at: datetime, seen: int | None = None, **fields: Any
) -> Call:
    """Correct what a call of one's own was about: `note`, `contact`, `ticket`.

    Refuses with: not_allowed, changed_meanwhile, invalid_input.
    """
    del at
    call = _own(call, by, seen)
    if "note" in fields:
        fields["note"] = _text(fields["note"])
    words = CallWords(
        call.company, fields.get("contact", call.contact), fields.get("ticket", call.ticket)
    )
    _require_sound(words)
    changed = {key: value for key, value in fields.items() if getattr(call, key) != value}
    if not changed:
        return unchanged(call)
    call.change(**changed)
    _record(Event.CALL_CHANGED, call, changed=sorted(changed))
    return call


def _kept(words: CallWords, by: Actor, start: datetime, end: datetime | None, event: Event) -> Call:
    call = Call(
        company=words.company, contact=words.contact, ticket=words.ticket, person=whose(None, by),
        came_in=words.came_in, started_at=start, ended_at=end, note=_text(words.note),
        released_by=words.released_by, released_because=words.released_because.strip()[:300],
    )  # fmt: skip
    call.save()
    _record(event, call, call_seconds=call.seconds, came_in=call.came_in,
            released_by=call.released_by_id)  # fmt: skip
    return call


def _own(call: Call, by: Actor, seen: int | None) -> Call:
    call = lock(call, seen)
    if call.person_id != by.person_id:
        raise not_allowed(May.LOG_CALLS)
    return call


def _text(note: str) -> str:
    return note.strip()[:1000]


def _require_sound(words: CallWords) -> None:
    wrong: dict[str, str] = {}
    theirs = f"It does not belong to {words.company.name}."
    if words.contact is not None and words.contact.company_id != words.company.pk:
        wrong["contact"] = theirs
    if words.ticket is not None and words.ticket.company_id != words.company.pk:
        wrong["ticket"] = theirs
    if words.released_by is not None:
        if words.released_by.company_id != words.company.pk:
            wrong["released_by"] = theirs
        if not words.released_because.strip():
            wrong["released_because"] = "Write down what they said."
    if wrong:
        raise invalid(**wrong)


def _require_length(lasted: timedelta) -> None:
    if not SHORTEST <= lasted <= LONGEST:
        raise invalid(lasted="A call lasts one minute to twelve hours.")


def _require_house_rules(words: CallWords, by: Actor, at: datetime) -> None:
    broken = broken_by_call(words.company, words.contact, words.released_by, by.zone, at)
    if broken:
        raise Refused(
            "house_rule", f"{words.company.name} asked us not to.", what=NOT_BEGUN,
            remedy="Ring later, or name who released the rule and what they said.",
            reasons=broken,
        )  # fmt: skip


def _record(event: Event, call: Call, **data: Any) -> None:
    about = [call.company, call.contact, call.ticket]
    private = {"note": call.note} if call.note else None
    record(event, call, about=about, reason=call.released_because, private=private, **data)
