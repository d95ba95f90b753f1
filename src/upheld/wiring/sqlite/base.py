"""Django's own connection to SQLite, whose transactions that write take turns.

The methods that it builds upon are the ones that every database of Django's has; the types that we
check against leave them out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from upheld.wiring.sqlite.turns import turns_at

if TYPE_CHECKING:
    from upheld.wiring.sqlite.turns import Turns

PATIENCE = 20.0
"""Seconds that a writer waits for the others, as long as SQLite's own `busy_timeout`."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that waits for its turn before it begins a transaction, and then tells."""

    _turn: Turns | None = None

    def _start_transaction_under_autocommit(self) -> None:
        if self.is_in_memory_db() or self._turn is not None:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            return
        turns = turns_at(str(self.settings_dict["NAME"]))
        if not turns.take(PATIENCE):
            # The words of SQLite itself, by which a page says that others are writing.
            message = "database is locked"
            raise OperationalError(message)
        self._turn = turns
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_back()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._give_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_back()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_back()

    def _give_back(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.give_back()
