"""The rows that every operation reads and writes, by statements that are put together once.

Each change locks what it changes and writes the record, its index and a search row. Putting the
SQL for these together anew took several times longer than the database takes to run it. Here it
is made once for each table, from the table's own fields. The guards stand: nothing is written
outside an operation, only rows of the open provider are seen, and the database's own guards see
each row as they see any other.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection
from django.db.models import NOT_PROVIDED, GeneratedField

from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.tenancy.writing import note_write, require_operation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from upheld.foundation.tenancy.owned import Owned

Row = TypeVar("Row", bound="Owned")

_KEPT = 1_000
"""So many statements are kept: one a table, and one for each number of rows inserted at once."""


def insert(rows: Sequence[Owned]) -> None:
    """Insert new rows of one table in one statement and give each its id; none is allowed too.

    For the tables of the house itself, which have no parents and no values made by the database.
    """
    if not rows:
        return
    model = type(rows[0])
    require_operation(model)
    note_write()
    provider_id = current_scope().provider_id
    for row in rows:
        row.adopt(provider_id)
    fields = _fields(model)
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for row in rows
        for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(_insertion(model, len(rows)), values)
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = pk
            row._state.adding, row._state.db = False, connection.alias


def insert_one(row: Owned) -> bool:
    """Insert a new row as `insert` does; False, and nothing done, where only Django knows how.

    That is where its id is given, a value is an expression, or the database makes one. Nobody
    listens to what is saved: there are no signals here.
    """
    model = type(row)
    if row.pk is not None or not _makes_no_values(model):
        return False
    if any(hasattr(row.__dict__.get(field.attname), "resolve_expression")
           for field in _fields(model)):  # fmt: skip
        return False
    # What was new itself when it was set, and has an id by now.
    row._prepare_related_fields_for_save(operation_name="save")  # type: ignore[attr-defined]  # noqa: SLF001  as Django's own save does
    insert([row])
    return True


@lru_cache(_KEPT)
def _makes_no_values(model: type[Owned]) -> bool:
    made = any(
        isinstance(field, GeneratedField) or field.db_default is not NOT_PROVIDED
        for field in _fields(model)
    )
    return not made and not model._meta.parents


def locked_row(row: Row) -> Row | None:
    """Read a row of the open provider again and hold it until the transaction ends."""
    model = type(row)
    statement, names, converters = _selection(model, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(statement, [current_scope().provider_id, row.pk])
        found = cursor.fetchone()
    if found is None:
        return None
    values = list(found)
    for at, (convert, expression) in converters.items():
        for one in convert:
            values[at] = one(values[at], expression, connection)
    fresh: Row = model.from_db(connection.alias, names, values)
    return fresh


@lru_cache(_KEPT)
def _fields(model: type[Owned]) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


@lru_cache(_KEPT)
def _insertion(model: type[Owned], count: int) -> str:
    # Names are those of our own models; values are parameters.
    fields = _fields(model)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = f"({', '.join(['%s'] * len(fields))})"
    return (
        f'insert into "{model._meta.db_table}" ({columns}) '  # noqa: S608
        f'values {", ".join([marks] * count)} returning "id"'
    )


@lru_cache(_KEPT)
def _selection(model: type[Owned], vendor: str) -> tuple[str, list[str], dict[int, Any]]:
    """Let Django put the statement together, once, with what turns columns into our values."""
    del vendor  # part of what it is kept by: only PostgreSQL can hold a single row
    rows = model.objects.select_for_update().filter(pk=0).order_by()
    compiler = rows.query.get_compiler(connection.alias)
    statement, _asked = compiler.as_sql()
    names = [field.attname for field in model._meta.concrete_fields]
    return statement, names, compiler.get_converters([column for column, *_ in compiler.select])
