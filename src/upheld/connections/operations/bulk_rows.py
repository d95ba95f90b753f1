"""Inserts a great many rows of one table quicker than building an object for each.

A log of events has ten times more entries than tickets, and building objects for them took longer
than everything else together. The guards stand: it refuses outside an operation, sets the open
provider, and the database's own guards see each row as they see any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from upheld.foundation.tenancy.owned import Owned
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.tenancy.writing import note_write, require_operation


def insert_rows(model: type[Owned], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows given as values of `columns` (attribute names); all others must be given too.

    A column that is neither here nor has a default in the database fails the statement.
    """
    require_operation(model)
    if not rows:
        return
    note_write()
    names = ["provider_id", "version", *columns]
    provider_id = current_scope().provider_id
    whole = [(provider_id, 1, *row) for row in rows]
    if connection.vendor == "postgresql":
        _insert_arrays(model, names, whole)
    else:
        _insert_each(model, names, whole)


def _columns(model: type[Owned], names: Sequence[str]) -> str:
    known = {field.attname: field.column for field in model._meta.concrete_fields}
    return ", ".join(f'"{known[name]}"' for name in names)


def _insert_each(model: type[Owned], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    adapt = connection.ops.adapt_datetimefield_value
    adapted = [
        [adapt(value) if isinstance(value, datetime) else value for value in row] for row in rows
    ]
    marks = ", ".join(["%s"] * len(names))
    # Names are those of our own models; values are parameters.
    statement = f'insert into "{model._meta.db_table}" ({_columns(model, names)}) values ({marks})'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, adapted)


def _insert_arrays(model: type[Owned], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """One parameter a column: thousands of rows as one statement that is planned once."""
    types = {field.attname: field.db_type(connection) for field in model._meta.concrete_fields}
    arrays = ", ".join(f"%s::{types[name]}[]" for name in names)
    statement = (
        f'insert into "{model._meta.db_table}" ({_columns(model, names)}) '  # noqa: S608  as above
        f"select * from unnest({arrays})"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
