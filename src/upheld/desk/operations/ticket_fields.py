"""A provider's own fields are set up and retired, and filled in on tickets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models import TicketAnswer, TicketField
from upheld.desk.operations.ticket_course import locked, record_ticket
from upheld.desk.queries.ticket_fields import standing_fields
from upheld.desk.rules.ticket_fields import FieldKind, Wanted, lacking, read_answer
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Reason, Refused, invalid
from upheld.foundation.values.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from upheld.desk.models import Ticket
    from upheld.foundation.actor import Actor

MOST_FIELDS = 40
MOST_CHOICES = 50
LONGEST_CHOICE = 60
LAST_PLACE = 999


@dataclass(frozen=True, slots=True)
class FieldWords:
    """What a field is: `kind` a `FieldKind`, `wanted` a `Wanted`, `place` its order."""

    name: str
    kind: str = FieldKind.TEXT.value
    choices: Sequence[str] = ()
    wanted: str = Wanted.NEVER.value
    for_kinds: Sequence[str] = ()
    place: int = 0


@operation(May.SET_UP_DESK)
def keep_field(
    *,
    words: FieldWords,
    by: Actor,
    at: datetime,
    field: TicketField | None = None,
    seen: int | None = None,
) -> TicketField:
    """Set up a field of tickets, or change one; what was answered stays as it is.

    Refuses with: invalid_input, changed_meanwhile, field_in_use (another sort of answer than those
    that were given).
    """
    del by, at
    fields = _fields(words)
    if field is not None:
        field = lock(field, seen)
        _require_same_sort(field, words)
    _require_usable(fields, field)
    if field is None:
        field = TicketField(**fields)
        field.save()
    else:
        if all(getattr(field, name) == value for name, value in fields.items()):
            return unchanged(field)
        field.change(**fields)
    return _recorded(Event.FIELD_KEPT, field)


@operation(May.SET_UP_DESK)
def retire_field(
    *, field: TicketField, by: Actor, at: datetime, seen: int | None = None
) -> TicketField:
    """Ask for a field no longer; tickets keep its answers. Refuses with: changed_meanwhile."""
    del by
    field = lock(field, seen)
    if field.retired_at is not None:
        return unchanged(field)
    field.change(retired_at=at)
    return _recorded(Event.FIELD_RETIRED, field)


@operation(May.SET_UP_DESK)
def restore_field(
    *, field: TicketField, by: Actor, at: datetime, seen: int | None = None
) -> TicketField:
    """Ask for a retired field again. Refuses with: changed_meanwhile, invalid_input."""
    del by, at
    field = lock(field, seen)
    if field.retired_at is None:
        return unchanged(field)
    _require_own_name(field.name, field)
    field.change(retired_at=None)
    return _recorded(Event.FIELD_RESTORED, field)


@operation(May.WORK_ON_TICKETS)
def answer_fields(
    *, ticket: Ticket, answers: Mapping[int, str], by: Actor, at: datetime, seen: int | None = None
) -> Ticket:
    """Fill in fields of a ticket, by their ids; "" takes an answer away, what is left out stays.

    What it was before stands in the record. Refuses with: invalid_input (by field, as
    `field_<id>`), changed_meanwhile, not_found, ticket_merged.
    """
    ticket = locked(ticket, by, seen)
    known = {one.pk: one for one in standing_fields()}
    said = read_answers(answers, known)
    before = dict(ticket.answers)
    after = {key: value for key, value in {**before, **said}.items() if value}
    if after == before:
        return unchanged(ticket)
    ticket.change(answers=after, last_at=at)
    keep_answers(ticket, before)
    changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    record_ticket(
        Event.TICKET_ANSWERED, ticket, fields=sorted(int(key) for key in changed),
        private={known[int(key)].name: after.get(key, "") for key in sorted(changed)},
    )  # fmt: skip
    return ticket


def read_answers(answers: Mapping[int, str], known: Mapping[int, TicketField]) -> dict[str, str]:
    """Read what was typed into fields. Refuses with: invalid_input."""
    said, wrong = dict[str, str](), dict[str, str]()
    for pk, typed in answers.items():
        field = known.get(pk)
        if field is None:
            wrong[f"field_{pk}"] = "There is no such field to fill in."
            continue
        try:
            said[str(pk)] = read_answer(field, typed)
        except ValueError as problem:
            wrong[f"field_{pk}"] = str(problem)
    if wrong:
        raise invalid(**wrong)
    return said


def answers_at_opening(answers: Mapping[int, str] | None, kind: str) -> dict[str, str]:
    """Read the answers that come with a new ticket; None where nobody was asked (a line, a mail).

    Then nothing is required yet: it is at the closing. Refuses with: invalid_input.
    """
    if answers is None:
        return {}
    fields = standing_fields()
    said = read_answers(answers, {one.pk: one for one in fields})
    missing = lacking(fields, kind, said, closing=False)
    if missing:
        raise invalid(**{f"field_{one.pk}": f"Fill in “{one.name}”." for one in missing})
    return {key: value for key, value in said.items() if value}


def require_answered(ticket: Ticket, by: Actor) -> None:
    """Refuse to close what still lacks a field; what closes by itself is not held up: one query.

    Refuses with: fields_missing.
    """
    if by.person_id is None:
        return
    asked = TicketField.objects.filter(retired_at=None).exclude(wanted="")
    missing = lacking(asked.order_by("place", "name"), ticket.kind, ticket.answers, closing=True)
    if missing:
        raise Refused(
            "fields_missing", "Something has to be filled in before a ticket is resolved.",
            what="The ticket was not resolved.", remedy="Fill it in on the ticket's page.",
            reasons=[Reason("field_missing", f"“{one.name}” is empty.") for one in missing],
        )  # fmt: skip


def keep_answers(ticket: Ticket, before: Mapping[str, str]) -> None:
    """Bring the rows by which lists find a ticket in line with its answers."""
    gone = [int(key) for key in before if key not in ticket.answers]
    if gone:
        TicketAnswer.objects.filter(ticket=ticket, field__in=gone).delete()
    for key, value in ticket.answers.items():
        if before.get(key) == value:
            continue
        if key in before:
            TicketAnswer.objects.filter(ticket=ticket, field=int(key)).update(value=value)
        else:
            TicketAnswer(ticket=ticket, field_id=int(key), value=value).save()


def _fields(words: FieldWords) -> dict[str, Any]:
    is_choice = words.kind == FieldKind.CHOICE
    choices = [one_line(one) for one in words.choices if one_line(one)] if is_choice else []
    kinds = [one_line(one).lower()[:60] for one in words.for_kinds if one_line(one)]
    return {
        "name": one_line(words.name)[:60], "kind": words.kind, "wanted": words.wanted,
        "choices": list(dict.fromkeys(choices)), "for_kinds": list(dict.fromkeys(kinds)),
        "place": words.place,
    }  # fmt: skip


def _require_usable(fields: Mapping[str, Any], field: TicketField | None) -> None:
    if not fields["name"]:
        raise invalid(name="Give it a name.")
    if fields["kind"] not in list(FieldKind):
        raise invalid(kind="Choose what it holds.")
    if fields["wanted"] not in list(Wanted):
        raise invalid(wanted="Choose when it has to be filled in.")
    if not 0 <= fields["place"] <= LAST_PLACE:
        raise invalid(place=f"Give a number from 0 to {LAST_PLACE}.")
    choices = fields["choices"]
    if fields["kind"] == FieldKind.CHOICE and not choices:
        raise invalid(choices="Give at least one choice.")
    if len(choices) > MOST_CHOICES or any(len(one) > LONGEST_CHOICE for one in choices):
        raise invalid(
            choices=f"At most {MOST_CHOICES} choices of at most {LONGEST_CHOICE} characters."
        )
    if len(fields["for_kinds"]) > MOST_CHOICES:
        raise invalid(for_kinds=f"At most {MOST_CHOICES} kinds.")
    _require_own_name(fields["name"], field)


def _require_own_name(name: str, field: TicketField | None) -> None:
    standing = TicketField.objects.filter(retired_at=None).exclude(pk=field.pk if field else None)
    if standing.filter(name__iexact=name).exists():
        raise invalid(name="Another field has this name.")
    if (field is None or field.retired_at is not None) and standing.count() >= MOST_FIELDS:
        raise invalid(name=f"At most {MOST_FIELDS} fields: retire one first.")


def _require_same_sort(field: TicketField, words: FieldWords) -> None:
    if field.kind != words.kind and TicketAnswer.objects.filter(field=field).exists():
        raise Refused(
            "field_in_use", "It was filled in already, with another sort of answer.",
            what="The field was not changed.",
            remedy="Retire it, and set up a new one beside it.",
        )  # fmt: skip


def _recorded(event: Event, field: TicketField) -> TicketField:
    record(event, field, field=field.pk, kind=field.kind, wanted=field.wanted,
           private={"name": field.name})  # fmt: skip
    return field
