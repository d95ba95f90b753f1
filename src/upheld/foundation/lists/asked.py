"""What one request asks of a list: which rows, in which order, with which columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from upheld.foundation.doors.request import Request
from upheld.foundation.lists.declare import ListColumn, ListOf, Row
from upheld.foundation.lists.filters import Filter, Taken
from upheld.foundation.lists.given import Given, Unusable, given_in
from upheld.foundation.lists.keyset import Order, order_by

STATE = ("sort", "col", "all")
"""What every list keeps in its address, beside its filters; a cursor is not kept."""


@dataclass(slots=True)
class Asked(Generic[Row]):
    """A request to a list, understood: the rows that match, not yet ordered or cut into pages."""

    spec: ListOf[Row]
    given: Given
    rows: QuerySet[Row]
    order: Order
    sort: str
    columns: list[ListColumn[Row]]
    taken: list[tuple[Filter, Taken]] = field(default_factory=list)
    faults: list[Unusable] = field(default_factory=list)


def asked_of(spec: ListOf[Row], rows: QuerySet[Row], request: Request) -> Asked[Row]:
    """Read the address of a list. What cannot be used is left out and noted under `faults`."""
    names = names_of(spec, request)
    sent = request.GET
    if spec.opens_with and not any(name in sent for name in (*names, "after", "before")):
        sent = QueryDict(spec.opens_with)
    given = given_in(sent.lists(), names, request.actor, request.at)
    faults: list[Unusable] = []
    sort, order = _order(spec, rows, given, faults)
    asked = Asked(spec, given, rows, order, sort, _columns(spec, given, faults), faults=faults)
    for one in spec.filters_for(request.actor):
        _apply(asked, one)
    return asked


def names_of(spec: ListOf[Any], request: Request) -> list[str]:
    """Give every name that this reader's address of the list may hold."""
    return [name for one in spec.filters_for(request.actor) for name in one.names()] + [*STATE]


def _apply(asked: Asked[Any], one: Filter) -> None:
    try:
        taken = one.take(asked.given, asked.rows)
    except Unusable as fault:
        asked.faults.append(fault)
        return
    if taken is not None:
        asked.taken.append((one, taken))
        asked.rows = asked.rows.filter(taken.where)


def _order(
    spec: ListOf[Any], rows: QuerySet[Any], given: Given, faults: list[Unusable]
) -> tuple[str, Order]:
    """Give the order asked for by a column's key, or the list's own."""
    sort = (given.texts("sort") or ("",))[-1]
    if sort:
        column = spec.column(sort.removeprefix("-"), given.actor)
        if column is not None and column.sort:
            falling = "-" if sort.startswith("-") else ""
            return sort, order_by(rows, f"{falling}{column.sort}")
        faults.append(Unusable("sort", f"{spec.title} cannot be put in the order asked for."))
    return "", order_by(rows, spec.order)


def _columns(spec: ListOf[Row], given: Given, faults: list[Unusable]) -> list[ListColumn[Row]]:
    """Give the columns chosen, in the order of the declaration; those shown at first if none."""
    open_ones = spec.columns_for(given.actor)
    chosen = set(given.texts("col"))
    known = {column.key for column in open_ones}
    if chosen - known:
        faults.append(
            Unusable("col", f"{spec.title} has no such column as one that was asked for.")
        )
    if not chosen & known:
        return [column for column in open_ones if column.shown]
    return [column for column in open_ones if column.key in chosen]


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a list in one state, from which the addresses of its links are made."""

    path: str
    state: tuple[tuple[str, str], ...]
    says_all: bool
    """Whether the bare address stands for something else than all rows."""

    def url(self, *, without: Iterable[str] = (), **changes: str | Sequence[str]) -> str:
        """Give the address with some names left out and others set."""
        return self._written(self._changed(without, changes))

    def query(self) -> str:
        """Give the state alone, as a saved view keeps it."""
        return urlencode(self.state)

    def _changed(
        self, without: Iterable[str], changes: dict[str, str | Sequence[str]]
    ) -> list[tuple[str, str]]:
        dropped = {*without, *changes}
        kept = [(name, value) for name, value in self.state if name not in dropped]
        for name, value in changes.items():
            texts = [value] if isinstance(value, str) else value
            kept += [(name, text) for text in texts if text]
        return kept

    def _written(self, pairs: list[tuple[str, str]]) -> str:
        if pairs:
            return f"{self.path}?{urlencode(pairs)}"
        return f"{self.path}?all=1" if self.says_all else self.path


def address_of(asked: Asked[Any], path: str) -> Address:
    """Give the address of what is shown, free of what could not be used."""
    unusable = {fault.name for fault in asked.faults}
    state = [
        (name, text)
        for one, _ in asked.taken
        for name in one.names()
        for text in asked.given.texts(name)
        if name not in unusable
    ]
    if asked.sort:
        state.append(("sort", asked.sort))
    usual = [column for column in asked.spec.columns_for(asked.given.actor) if column.shown]
    if asked.columns != usual:
        state += [("col", column.key) for column in asked.columns]
    return Address(path, tuple(state), bool(asked.spec.opens_with))
