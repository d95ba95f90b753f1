"""The bodies that programs send: JSON that is storable and means one thing only."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, NoReturn

from ninja.parser import Parser

from upheld.foundation.refusals import INVALID_INPUT, Refused

if TYPE_CHECKING:
    from django.http import HttpRequest

DEEPEST = 50
LONGEST_NUMBER = 40
"""Digits; more than any amount, and few enough to be read at once."""
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_ESCAPED = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")


class Unreadable(ValueError):  # noqa: N818  says what is wrong, as the domain does
    """A body that cannot be used: a sentence for people, and the field at fault if one is."""

    def __init__(self, why: str, field: str = "") -> None:
        super().__init__(why)
        self.field = field


class JsonBody(Parser):
    """Reads a body into plain values."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Read a body. Raises `Unreadable`."""
        return read_body(request.body)


def read_body(body: bytes) -> Any:
    """Read JSON strictly (RFC 8259, RFC 7493): UTF-8, each name once, finite numbers.

    Text must be storable: no NUL and no half of a surrogate pair, which PostgreSQL refuses and
    SQLite keeps. Nesting ends at 50. Raises `Unreadable`.
    """
    try:
        values = json.loads(
            body.decode(), object_pairs_hook=_each_once, parse_constant=_not_a_number,
            parse_float=_finite, parse_int=_whole,
        )  # fmt: skip
        _require_shallow(values)
    except UnicodeDecodeError:
        raise Unreadable("The body is not written in UTF-8.") from None
    except json.JSONDecodeError as fault:
        message = f"The body is no JSON: see line {fault.lineno}, sign {fault.colno}."
        raise Unreadable(message) from None
    except RecursionError:
        raise Unreadable(f"The body is nested deeper than {DEEPEST} levels.") from None
    if _ESCAPED.search(body):
        _require_storable(values)
    return values


def unreadable(fault: BaseException | None) -> Refused:
    """Build the refusal for a body that could not be read, with the field where there is one."""
    field = fault.field if isinstance(fault, Unreadable) else ""
    why = str(fault) if isinstance(fault, Unreadable) else "The body cannot be read."
    return Refused(
        INVALID_INPUT,
        why,
        remedy="Send JSON in UTF-8, as the API's description says.",
        fields={field: [why]} if field else None,
    )


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name given twice: readers differ in which of the two counts."""
    values = dict(pairs)
    if len(values) != len(pairs):
        raise Unreadable("A name stands twice in one object of the body.")
    return values


def _not_a_number(text: str) -> NoReturn:
    message = f"{text} is no number in JSON."
    raise Unreadable(message)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise Unreadable("A number of the body is too large.")
    return number


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise Unreadable("A number of the body is too large.")
    return int(text)


def _parts(values: Any) -> list[tuple[str, Any]]:
    if isinstance(values, dict):
        return list(values.items())
    if isinstance(values, list):
        return [(str(place), one) for place, one in enumerate(values)]
    return []


def _require_shallow(values: Any, depth: int = 0) -> None:
    if depth > DEEPEST:
        raise RecursionError
    for _name, one in _parts(values):
        _require_shallow(one, depth + 1)


def _require_storable(values: Any, field: str = "") -> None:
    """Refuse unstorable text wherever it stands; only an escape can bring it into decoded text."""
    if isinstance(values, str) and _UNSTORABLE.search(values):
        raise Unreadable("The text holds a NUL or half of a character.", field)
    for name, one in _parts(values):
        if _UNSTORABLE.search(name):
            raise Unreadable("A name in the body holds a NUL or half of a character.", field)
        _require_storable(one, f"{field}.{name}".lstrip("."))
