"""Counting the rows that match, exactly up to a thousand and no further."""

from __future__ import annotations

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

MOST_COUNTED = 1000

COUNT = "list_count"
"""The annotation that carries the count on every row, so that it costs no query of its own."""


class CappedCount(Subquery):
    """How many rows match, of which no more than one past the cap are looked at."""

    template = "(select count(*) from (%(subquery)s) as counted)"

    def __init__(self, rows: QuerySet[Any]) -> None:
        some = rows.order_by().values("pk")[: MOST_COUNTED + 1]
        super().__init__(some, output_field=IntegerField())


def with_count(rows: QuerySet[Any], matching: QuerySet[Any]) -> QuerySet[Any]:
    """Give rows (one page of them) that also know how many match altogether."""
    counted: QuerySet[Any] = rows.annotate(**{COUNT: CappedCount(matching)})
    return counted
