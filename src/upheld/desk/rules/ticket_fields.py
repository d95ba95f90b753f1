"""What a provider's own fields of tickets can hold, and which of them a ticket still lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Protocol, TypeVar

LONGEST_ANSWER = 200
MOST_DIGITS = 15
_YES = frozenset({"yes", "true", "on", "1"})
_NO = frozenset({"no", "false", "off", "0"})


class FieldKind(StrEnum):
    """What a field holds. Every answer is kept as a text: a day as ISO, yes and no as words."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"


class Wanted(StrEnum):
    """When a field has to be filled in."""

    NEVER = ""
    OPENING = "opening"
    CLOSING = "closing"


class Field(Protocol):
    """What the rules look at."""

    @property
    def pk(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def choices(self) -> Sequence[str]: ...
    @property
    def wanted(self) -> str: ...
    @property
    def for_kinds(self) -> Sequence[str]: ...


def read_answer(field: Field, typed: str) -> str:
    """Give what was typed into a field as it is kept; "" for nothing.

    Raises ValueError with a sentence for people.
    """
    text = " ".join(typed.split())
    if not text:
        return ""
    match FieldKind(field.kind):
        case FieldKind.TEXT:
            if len(text) > LONGEST_ANSWER:
                raise ValueError(f"Write at most {LONGEST_ANSWER} characters.")
            return text
        case FieldKind.NUMBER:
            return _number(text)
        case FieldKind.DATE:
            return _day(text)
        case FieldKind.YES_NO:
            return _yes_no(text)
        case FieldKind.CHOICE:
            found = next((one for one in field.choices if one.casefold() == text.casefold()), "")
            if not found:
                raise ValueError(f"Choose one of: {', '.join(field.choices)}.")
            return found


def _number(text: str) -> str:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise ValueError("Enter a number.") from None
    digits, exponent = number.as_tuple().digits, number.as_tuple().exponent
    if not isinstance(exponent, int) or len(digits) + abs(exponent) > MOST_DIGITS:
        raise ValueError(f"Enter a number of at most {MOST_DIGITS} digits.")
    plain = f"{number:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in {"-0", ""} else plain


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("Enter a day as 2026-03-09.") from None
    return day.isoformat()


def _yes_no(text: str) -> str:
    said = text.casefold()
    if said in _YES:
        return "yes"
    if said in _NO:
        return "no"
    raise ValueError("Answer yes or no.")


def asked_of(field: Field, kind: str) -> bool:
    """Tell whether a field is asked on tickets of a kind: where it names none, on all."""
    return not field.for_kinds or kind.strip().lower() in field.for_kinds


Some = TypeVar("Some", bound=Field)


def lacking(
    fields: Iterable[Some], kind: str, answers: Mapping[str, str], *, closing: bool
) -> list[Some]:
    """Give the fields that have to be filled in by now and are not.

    What was wanted at the opening is wanted at the closing all the more.
    """
    by_now = {Wanted.OPENING, Wanted.CLOSING} if closing else {Wanted.OPENING}
    return [
        one
        for one in fields
        if one.wanted in by_now and asked_of(one, kind) and not answers.get(str(one.pk))
    ]
