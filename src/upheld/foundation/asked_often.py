"""Questions of every page, whose SQL is worked out once for each person and day.

Django writes a query's SQL anew each time it is asked, which for a union of seven tables takes ten
times as long as the database needs to answer it. What such a query asks depends on nothing but who
asks and which day it is for them, so its SQL is kept under these two and the open provider.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import connection

from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.period import start_of_day, today

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from typing import TypeAlias

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor

    Written: TypeAlias = tuple[str, tuple[Any, ...]]

MOST = 1_000
"""How many people's SQL is kept for one question; who asked longest ago is forgotten first."""


class AskedOften:
    """A question built from who asks and when their day begins, and from nothing else."""

    def __init__(self, build: Callable[[Actor, datetime], QuerySet[Any]]) -> None:
        self._build = build
        self._kept = lru_cache(MOST)(self._write)

    def _write(self, _provider_id: int, actor: Actor, day: date) -> Written:
        sql, values = self._build(actor, start_of_day(day, actor.zone)).query.sql_with_params()
        return sql, tuple(values)

    def written(self, actor: Actor, at: datetime) -> Written:
        """Give the SQL and its values, for the open provider and the actor's day at a moment."""
        return self._kept(current_scope().provider_id, actor, today(at, actor.zone))

    def lines(self, actor: Actor, at: datetime) -> list[tuple[Any, ...]]:
        """Ask it: one query. Moments come as the engine keeps them; see `moment_of`."""
        sql, values = self.written(actor, at)
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def moment_of(kept: datetime | str) -> datetime:
    """Give a moment of a line: SQLite keeps it in UTC without saying so, or as text."""
    moment = datetime.fromisoformat(kept) if isinstance(kept, str) else kept
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
