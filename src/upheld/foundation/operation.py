"""Operations: the only writers.

    @operation(May.SEND_QUOTE)
    def send_quote(*, quote: Quote, by: Actor, at: datetime) -> Quote: ...

The decorator opens the transaction, checks the capability, insists on an aware moment and on the
actor's own provider, fails if rows were written and nothing was recorded, and lets the reactions
to the recorded facts run before the transaction ends.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from upheld.foundation.facts import Fact, reactions_to
from upheld.foundation.operation_rows import locked_row
from upheld.foundation.refusals import changed_meanwhile, not_allowed, not_found
from upheld.foundation.tenancy.owned import Owned
from upheld.foundation.tenancy.scope import current_scope, widened, writing
from upheld.foundation.tenancy.writing import (
    Running,
    _running,
    in_operation,
    require_operation,
    running_operation,
)

if TYPE_CHECKING:
    from datetime import datetime
    from enum import StrEnum

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor

P = ParamSpec("P")
R = TypeVar("R")
Row = TypeVar("Row", bound=Owned)

OPERATIONS: dict[str, Callable[..., Any]] = {}
"""Every operation by its dotted name, for tests that walk them."""


class NothingRecordedError(RuntimeError):
    """An operation wrote rows, or did nothing, without saying so in the record."""


def operation(may: StrEnum | None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an operation that needs a capability (`None`: the system alone).

    The function takes keyword arguments only, `by: Actor` and `at: datetime` among them.
    Refuses with `not_allowed`.
    """

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__}.{function.__qualname__}"

        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            by, at = _actor_and_moment(name, kwargs)
            _require_right(may, by, name)
            with writing(is_part=in_operation()), widened():
                return _run(name, by, at, lambda: function(*args, **kwargs))

        run.capability = may  # type: ignore[attr-defined]
        OPERATIONS[name] = run
        return run

    return wrap


def _actor_and_moment(name: str, kwargs: Any) -> tuple[Actor, datetime]:
    by: Actor = kwargs["by"]
    at: datetime = kwargs["at"]
    if at.tzinfo is None:
        message = f"{name} needs an aware moment"
        raise ValueError(message)
    if by.provider_id != current_scope().provider_id:
        message = f"{name}: actor of provider {by.provider_id} in another provider's scope"
        raise PermissionError(message)
    return by, at


def _require_right(may: StrEnum | None, by: Actor, name: str) -> None:
    if may is None:
        if not by.may("system"):
            raise not_allowed(name.rsplit(".", 1)[-1].replace("_", " "))
    elif not by.may(may):
        raise not_allowed(str(may))


def _run(name: str, by: Actor, at: datetime, body: Callable[[], R]) -> R:
    around = running_operation()
    running = Running(name=name, by=by, at=at, made=around.made if around else set())
    token = _running.set(running)
    try:
        result = body()
        _require_record(running)
    finally:
        _running.reset(token)
    for fact in running.entries:
        for react in reactions_to(fact.event):
            react(fact)
    return result


def _require_record(running: Running) -> None:
    if running.entries:
        return
    if running.writes or not running.declared_unchanged:
        message = f"{running.name} ended without recording what it did"
        raise NothingRecordedError(message)


def unchanged(result: R) -> R:
    """Declare that an operation had nothing to do, and hand its result through."""
    require_operation("unchanged()").declared_unchanged = True
    return result


def note_fact(event: str, subject: Owned, data: dict[str, Any]) -> None:
    """Remember a recorded fact for the reactions that follow the running operation."""
    running = require_operation(event)
    running.entries.append(Fact(event, subject, data, running.by, running.at))


def lock(row: Row, seen: int | None = None) -> Row:
    """Read a row again and hold it until the transaction ends.

    `seen` is the version that the person looked at; a newer one refuses with `changed_meanwhile`.
    On SQLite the transaction already holds the only write lock.
    """
    require_operation(row)
    fresh = locked_row(row)
    if fresh is None:
        raise not_found(str(row._meta.verbose_name))
    if seen is not None and seen != fresh.version:
        raise changed_meanwhile(str(row._meta.verbose_name))
    return fresh


def find(rows: QuerySet[Row], **lookup: Any) -> Row:
    """Get the one visible row, or refuse with `not_found`: a stranger's row does not exist."""
    found = rows.filter(**lookup).first()
    if found is None:
        raise not_found(str(rows.model._meta.verbose_name))
    return found
