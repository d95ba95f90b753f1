"""A provider's own fields: which there are, and what tickets say in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.desk.models import TicketField
from upheld.desk.rules.ticket_fields import FieldKind, Wanted, asked_of, lacking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from upheld.desk.models import Ticket
    from upheld.foundation.actor import Actor

YES_NO = {"yes": "Yes", "no": "No"}


def visible_fields(_actor: Actor) -> QuerySet[TicketField]:
    """Give the fields that somebody of the staff may see: all of them, in their order."""
    rows: QuerySet[TicketField] = TicketField.objects.order_by("place", "name", "pk")
    return rows


def standing_fields() -> list[TicketField]:
    """Give the fields that are asked, in their order: one query."""
    return list(TicketField.objects.filter(retired_at=None).order_by("place", "name", "pk"))


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """A field on a ticket, and what it says there."""

    field: TicketField
    value: str
    """As it is kept; empty where nothing was said."""
    said: str
    """As it is read."""
    is_lacking: bool
    """It has to be filled in before the ticket is resolved, and is not."""


def answers_of(ticket: Ticket) -> tuple[AnswerShown, ...]:
    """Give the fields of a ticket: those that are asked of its kind, and whatever was answered.

    One query.
    """
    rows = TicketField.objects.order_by("place", "name", "pk")
    asked = [one for one in rows if str(one.pk) in ticket.answers or _is_asked(one, ticket)]
    standing = [one for one in asked if one.retired_at is None]
    missing = {one.pk for one in lacking(standing, ticket.kind, ticket.answers, closing=True)}
    return tuple(
        AnswerShown(one, value, said(one, value), one.pk in missing)
        for one in asked
        for value in (ticket.answers.get(str(one.pk), ""),)
    )


def _is_asked(field: TicketField, ticket: Ticket) -> bool:
    return field.retired_at is None and asked_of(field, ticket.kind)


def said(field: TicketField, value: str) -> str:
    """Give an answer as it is read."""
    return YES_NO.get(value, value) if field.kind == FieldKind.YES_NO else value


@dataclass(frozen=True, slots=True)
class FieldInput:
    """A field as a form asks for it."""

    name: str
    title: str
    kind: str
    choices: tuple[tuple[str, str], ...]
    value: str
    required: bool
    hint: str


def inputs_of(
    fields: Sequence[TicketField], answers: Mapping[str, str], *, asked: bool = True
) -> tuple[FieldInput, ...]:
    """Give fields as a form asks for them, filled with what a ticket says.

    A choice that was taken away is offered where it was chosen. Where none is `asked`, none is
    required.
    """
    return tuple(_input(one, answers.get(str(one.pk), ""), asked=asked) for one in fields)


def _input(field: TicketField, value: str, *, asked: bool) -> FieldInput:
    offered = dict.fromkeys([*field.choices, *([value] if value else [])])
    said = ["Before it is resolved."] if field.wanted == Wanted.CLOSING else []
    if field.for_kinds:
        said.append(f"For kind {', '.join(field.for_kinds)}.")
    return FieldInput(
        f"field_{field.pk}", field.name, field.kind, tuple((one, one) for one in offered), value,
        required=asked and field.wanted == Wanted.OPENING and not field.for_kinds,
        hint=" ".join(said),
    )  # fmt: skip
