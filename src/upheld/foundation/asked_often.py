"""Questions that are asked all the time, whose SQL is worked out once.

Django writes a query's SQL anew each time it is asked. For a union of seven tables that takes ten
times as long as the database needs to answer it; for a few rows by an index, as long as all the
rest. Where a query depends on nothing but a few values (who asks and which day it is for them;
whose time; nothing at all), its SQL is kept under these and the open scope.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import connection

from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.period import start_of_day, today

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from typing import TypeAlias

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor

    Written: TypeAlias = tuple[str, tuple[Any, ...]]

MOST = 5_000
"""For how many values one question's SQL is kept; what was asked longest ago is forgotten first."""


class SqlKept:
    """A question built from a few values and the open scope, and from nothing else."""

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self._build = build
        self._kept = lru_cache(MOST)(self._write)

    def _write(self, _scope: tuple[int, int | None], *values: Hashable) -> Written:
        sql, given = self._build(*values).query.sql_with_params()
        # The same words for all values: kept once.
        return sys.intern(sql), tuple(given)

    def written(self, *values: Hashable) -> Written:
        """Give the SQL and what goes into it."""
        scope = current_scope()
        return self._kept((scope.provider_id, scope.customer_id), *values)

    def lines(self, *values: Hashable) -> list[tuple[Any, ...]]:
        """Ask it: one query. For days and moments, as engines keep them: `day_of`, `moment_of`."""
        sql, given = self.written(*values)
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


class AskedOften:
    """A question built from who asks and when their day begins, and from nothing else."""

    def __init__(self, build: Callable[[Actor, datetime], QuerySet[Any]]) -> None:
        self._kept = SqlKept(lambda actor, day: build(actor, start_of_day(day, actor.zone)))

    def written(self, actor: Actor, at: datetime) -> Written:
        """Give the SQL and its values, for the open provider and the actor's day at a moment."""
        return self._kept.written(actor, today(at, actor.zone))

    def lines(self, actor: Actor, at: datetime) -> list[tuple[Any, ...]]:
        """Ask it: one query. Moments come as the engine keeps them; see `moment_of`."""
        return self._kept.lines(actor, today(at, actor.zone))


def moment_of(kept: datetime | str) -> datetime:
    """Give a moment of a line: SQLite keeps it in UTC without saying so, or as text."""
    moment = datetime.fromisoformat(kept) if isinstance(kept, str) else kept
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def day_of(kept: date | str) -> date:
    """Give a day of a line: SQLite keeps it as text."""
    return date.fromisoformat(kept) if isinstance(kept, str) else kept
