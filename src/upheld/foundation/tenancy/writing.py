"""The bookkeeping of one running operation: what it wrote, changed and recorded.

Kept apart from the decorator so that models can ask it without importing operations.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from upheld.foundation.actor import Actor


class OutsideOperationError(RuntimeError):
    """Something tried to write an owned row outside an operation. A fault of the program."""


@dataclass(slots=True)
class Running:
    """One running operation."""

    name: str
    by: Actor
    at: datetime
    writes: int = 0
    declared_unchanged: bool = False
    entries: list[Any] = field(default_factory=list)
    changes: dict[tuple[str, int], dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    made: set[tuple[str, int]] = field(default_factory=set)
    """Rows that are new and of which nothing is searched yet; shared with operations inside."""


_BOOKKEEPING = "bookkeeping"

_running: ContextVar[Running | None] = ContextVar("upheld_operation", default=None)


def running_operation() -> Running | None:
    """Return the operation in progress, if there is one."""
    return _running.get()


def in_operation() -> bool:
    """Tell whether an operation is in progress; housekeeping alone is none."""
    running = _running.get()
    return running is not None and running.name != _BOOKKEEPING


def require_operation(subject: object) -> Running:
    """Return the operation in progress; raise `OutsideOperationError` if there is none."""
    running = _running.get()
    if running is None:
        message = f"{subject!r} can only be written inside an operation."
        raise OutsideOperationError(message)
    return running


def note_write() -> None:
    """Count a write, so that an operation which wrote must also have recorded."""
    running = _running.get()
    if running is not None:
        running.writes += 1


def note_change(row: Any, fields: dict[str, tuple[Any, Any]]) -> None:
    """Keep what changed on a row, for the record entry that will name it."""
    running = _running.get()
    if running is None:
        return
    known = running.changes.setdefault((row._meta.label_lower, row.pk), {})
    for name, (before, after) in fields.items():
        first = known[name][0] if name in known else before
        known[name] = (first, after)


def note_made(row: Any) -> None:
    """Keep that a row is new, so that nobody asks whether something of it is there already."""
    running = _running.get()
    if running is not None:
        running.made.add((row._meta.label_lower, row.pk))


def just_made(row: Any) -> bool:
    """Tell whether the running operation made a row; true once, as afterwards something is."""
    running = _running.get()
    if running is None or (key := (row._meta.label_lower, row.pk)) not in running.made:
        return False
    running.made.discard(key)
    return True


@contextmanager
def bookkeeping() -> Iterator[None]:
    """Write what is not business and needs no record: kept answers, views, search rows, jobs.

    The only way past `require_operation`; a test lists who uses it.
    """
    from upheld.foundation.actor import Actor, ActorKind

    outer = _running.get()
    keeper = outer or Running(
        _BOOKKEEPING, Actor(0, ActorKind.SYSTEM, "Upheld"), datetime.fromtimestamp(0, tz=UTC)
    )
    writes = keeper.writes
    token = _running.set(keeper)
    try:
        yield
    finally:
        keeper.writes = writes
        _running.reset(token)
