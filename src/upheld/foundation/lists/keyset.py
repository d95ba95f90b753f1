"""Keyset paging: a page begins behind a known row, so that the last is as fast as the first.

Rows are ordered by one path and then by id, both in the same direction. Rows without a value come
last either way. A cursor holds the order it belongs to, the value and the id of a row; it is read
back through the field's own type.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Field, Model, Q, QuerySet

from upheld.foundation.lists.given import LARGEST, is_storable
from upheld.foundation.lists.paths import field_at

VALUE = "list_sort_value"
"""The annotation that carries each row's value of the order, whatever the path."""

LONGEST_CURSOR = 1000

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Order:
    """By which path rows are ordered, and which way."""

    path: str
    falling: bool
    field: Field[Any, Any]
    may_lack: bool

    @property
    def token(self) -> str:
        """Give the order as a cursor notes it."""
        return f"{'-' if self.falling else ''}{self.path}"

    @property
    def is_by_id(self) -> bool:
        """Tell whether the path is the id itself."""
        return bool(self.field.primary_key) and "__" not in self.path


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of a row in an order."""

    value: Any
    row_id: int


def order_by(rows: QuerySet[Any], path: str) -> Order:
    """Give the order of a declared path, falling where it begins with a minus."""
    bare = path.removeprefix("-")
    field, may_lack = field_at(rows, bare)
    return Order(bare, path.startswith("-"), field, may_lack)


def in_order(rows: QuerySet[Row], order: Order, *, backwards: bool = False) -> QuerySet[Row]:
    """Order the rows, with the value that their cursors need."""
    falling = order.falling is not backwards
    by_id = "-pk" if falling else "pk"
    path = "pk" if order.is_by_id else order.path
    valued: QuerySet[Row] = rows.annotate(**{VALUE: F(path)})
    if order.is_by_id:
        return valued.order_by(by_id)
    if not order.may_lack:
        return valued.order_by(f"{'-' if falling else ''}{path}", by_id)
    # Said in full only where values may be missing: otherwise a plain index serves the order.
    ends = {"nulls_first": True} if backwards else {"nulls_last": True}
    return valued.order_by(F(path).desc(**ends) if falling else F(path).asc(**ends), by_id)


def beyond(order: Order, cursor: Cursor, *, backwards: bool = False) -> Q:
    """Give the condition for rows behind a cursor, in the direction of reading."""
    falling = order.falling is not backwards
    past = "lt" if falling else "gt"
    by_id = Q((f"pk__{past}", cursor.row_id))
    if order.is_by_id:
        return by_id
    if cursor.value is None:
        lacking = Q((f"{order.path}__isnull", True)) & by_id
        return lacking | Q((f"{order.path}__isnull", False)) if backwards else lacking
    # The first half is what an index can be entered with; the second settles equal values.
    within = Q((f"{order.path}__{past}e", cursor.value)) & (
        Q((f"{order.path}__{past}", cursor.value)) | by_id
    )
    if order.may_lack and not backwards:
        return within | Q((f"{order.path}__isnull", True))
    return within


def write_cursor(order: Order, row: Any) -> str:
    """Write the place of a row that `in_order` gave."""
    value = getattr(row, VALUE)
    noted = [order.token, None if value is None else value, row.pk]
    text = json.dumps(noted, cls=_Exact, separators=(",", ":"), ensure_ascii=False)
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


class _Exact(DjangoJSONEncoder):
    """As Django writes JSON, but with moments to the microsecond: a cursor must not round."""

    def default(self, o: Any) -> Any:
        """Write days and moments in full."""
        return o.isoformat() if isinstance(o, (datetime, date)) else super().default(o)


def read_cursor(order: Order, text: str) -> Cursor | None:
    """Read a cursor; nothing if it is damaged, or of another order."""
    if len(text) > LONGEST_CURSOR:
        return None
    try:
        token, value, row_id = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError, RecursionError):
        return None
    if token != order.token or type(row_id) is not int or not 0 <= row_id <= LARGEST:
        return None
    if value is None:
        return Cursor(None, row_id) if order.may_lack else None
    return _typed(order, value, row_id)


def _typed(order: Order, value: Any, row_id: int) -> Cursor | None:
    """Make the value one of the field's own type, within what a database can hold."""
    if not isinstance(value, (str, int, float)) or not is_storable(str(value)):
        return None
    try:
        typed = order.field.to_python(value)
    except (ValidationError, ValueError, TypeError, ArithmeticError):
        return None
    if isinstance(typed, int) and abs(typed) > LARGEST:
        return None
    if isinstance(typed, datetime) and typed.tzinfo is None:
        return None
    return Cursor(typed, row_id)
