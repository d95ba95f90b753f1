"""The only place that reads the clock; doors and the command line ask it, nobody else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def _wall_clock() -> datetime:
    return datetime.now(tz=UTC)


_read: Callable[[], datetime] = _wall_clock


def now() -> datetime:
    """Read the moment, in UTC, for one request or one run of a command."""
    return _read()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at a moment: for tests of doors, and for telling the demo's story."""
    global _read  # noqa: PLW0603  one clock per process is the point
    before = _read
    _read = lambda: moment  # noqa: E731
    try:
        yield
    finally:
        _read = before
