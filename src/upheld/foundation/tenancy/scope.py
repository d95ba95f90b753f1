"""Which provider, and within it which customer, the running code may see.

The scope is a context variable, so each request, job and thread has its own and none inherits a
stranger's. On PostgreSQL the same scope is also told to the database inside each transaction
(`set_config(..., true)`), where row-level security reads it: a session-wide setting would leak
into the next transaction on a pooled connection.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be seen: one provider's rows, or one customer's within it."""

    provider_id: int
    customer_id: int | None = None
    rows: dict[type, Any] = field(default_factory=dict, compare=False, repr=False)
    """What may be seen of each table, as a query put together at its first use in this scope."""


class NoProviderOpenError(RuntimeError):
    """Owned rows were asked for while no provider was open. A fault of the program, never input."""


class OutsideCustomerScopeError(RuntimeError):
    """A customer's scope was open, and a table was asked for that customers never see."""


_current: ContextVar[Scope | None] = ContextVar("upheld_scope", default=None)


def current_scope() -> Scope:
    """Return the open scope, or raise `NoProviderOpenError`."""
    scope = _current.get()
    if scope is None:
        raise NoProviderOpenError("No provider is open here. Open one with open_provider().")
    return scope


def scope_or_none() -> Scope | None:
    """Return the open scope, or nothing: for code that only reports."""
    return _current.get()


def _tell_database(scope: Scope | None) -> None:
    """Let row-level security know the scope, for the rest of the running transaction."""
    if connection.vendor != "postgresql" or not connection.in_atomic_block:
        return
    provider = str(scope.provider_id) if scope else ""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('upheld.provider', %s, true)", [provider])


def _tell_database_again(scope: Scope | None) -> None:
    """Go back to the outer scope, also after a refusal inside.

    A broken transaction takes no statement; rolling it back takes the inner setting along.
    """
    if not connection.needs_rollback:
        with suppress(DatabaseError):
            _tell_database(scope)


@contextmanager
def open_provider(provider_id: int, customer_id: int | None = None) -> Iterator[Scope]:
    """Open one provider (and within it one customer) for the code inside.

    On PostgreSQL reads need a transaction for row-level security to know the provider, so one is
    opened if none runs. SQLite needs none, and a read there must not take the write lock.
    """
    scope = Scope(provider_id, customer_id)
    before = _current.get()
    token = _current.set(scope)
    try:
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            with transaction.atomic():
                _tell_database(scope)
                yield scope
        else:
            _tell_database(scope)
            try:
                yield scope
            finally:
                _tell_database_again(before)
    finally:
        _current.reset(token)


@contextmanager
def writing(*, is_part: bool = False) -> Iterator[None]:
    """Open one transaction for a change, with the scope told to the database.

    `is_part` is for a change inside another, which stands or falls with it and told the database
    already: it needs no savepoint of its own. Whoever swallowed its refusal could write no more,
    as Django then lets nothing through until the change around it has ended.
    """
    with transaction.atomic(savepoint=not is_part):
        if not is_part:
            _tell_database(_current.get())
        yield


@contextmanager
def widened() -> Iterator[None]:
    """See the whole provider for a moment: inside operations, which got their rows from a door."""
    scope = current_scope()
    token = _current.set(Scope(scope.provider_id))
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def no_provider() -> Iterator[None]:
    """Close whatever is open: for tests, and before a worker takes up a job."""
    token = _current.set(None)
    try:
        yield
    finally:
        _current.reset(token)
