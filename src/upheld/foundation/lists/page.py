"""The read model of a list page: everything its template prints, and nothing that queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from upheld.foundation.doors.request import Request
from upheld.foundation.lists.asked import Address, Asked, address_of, asked_of
from upheld.foundation.lists.cells import ListRow, rows_of
from upheld.foundation.lists.counting import COUNT, MOST_COUNTED, with_count
from upheld.foundation.lists.declare import Bulk, ListColumn, ListOf, Row
from upheld.foundation.lists.filters import ByText, Entry, entries_of
from upheld.foundation.lists.keyset import beyond, in_order, read_cursor, write_cursor
from upheld.foundation.lists.kinds import NUMERIC, Kind
from upheld.foundation.lists.saved import save_url_of, views_of
from upheld.foundation.ui.shapes import ActiveFilter, BulkAction, Choice, Column, Pager, SavedView
from upheld.foundation.ui.shell import Link

FALLS_FIRST = NUMERIC | {Kind.DAY, Kind.MOMENT, Kind.AGO}
"""What people want the largest or newest of, at the first click."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list, as `foundation/list_body.html` prints it."""

    key: str
    title: str
    nouns: str
    about: str
    example: str
    url: str
    columns: tuple[Column, ...]
    rows: tuple[ListRow, ...]
    pager: Pager
    count_said: str
    searchable: bool
    search: str
    active: tuple[ActiveFilter, ...]
    entries: tuple[Entry, ...]
    keep: dict[str, str]
    all_columns: tuple[Choice, ...]
    chosen_columns: tuple[str, ...]
    kept_columns: tuple[str, ...]
    """The chosen ones, if anybody chose: what the filter form sends along."""
    keep_beside_columns: tuple[tuple[str, str], ...]
    views: tuple[SavedView, ...]
    save_url: str
    query: str
    exports: tuple[Link, ...]
    bulk: tuple[BulkAction, ...]
    notices: tuple[str, ...]
    is_untouched: bool
    """Whether it has not got its first row yet, so that no filter is to blame."""


def list_page(spec: ListOf[Row], rows: QuerySet[Row], request: Request) -> ListPage:
    """Give one page of the rows, as the address asks.

    `rows` are what the reader may see, neither ordered nor cut, with whatever the columns read.
    Queries: one for rows and count, one for saved views, one for people to choose from; where
    nothing is found, one more for whether there is anything at all.
    """
    asked = asked_of(spec, rows, request)
    address = address_of(asked, request.path)
    found, pager = _cut(asked, address, request)
    return ListPage(
        key=spec.key,
        title=spec.title,
        nouns=spec.counted(0),
        about=spec.about,
        example=spec.example,
        url=request.path,
        columns=tuple(_head(column, asked, address) for column in asked.columns),
        rows=rows_of(spec, asked.columns, found),
        pager=pager,
        count_said=_counted(spec, pager),
        searchable=any(isinstance(one, ByText) for one in spec.filters),
        search=" ".join(asked.given.texts("q")),
        active=tuple(_active(asked, address)),
        entries=entries_of(spec.filters_for(request.actor), asked.given),
        keep={"sort": asked.sort} if asked.sort else {},
        all_columns=tuple(Choice(one.key, one.title) for one in spec.columns_for(request.actor)),
        chosen_columns=tuple(column.key for column in asked.columns),
        kept_columns=tuple(text for name, text in address.state if name == "col"),
        keep_beside_columns=tuple(pair for pair in address.state if pair[0] != "col"),
        views=views_of(spec, address, request),
        save_url=save_url_of(spec, request),
        query=address.query(),
        exports=_exports(address),
        bulk=tuple(_bulk(one) for one in spec.bulk_for(request.actor)),
        notices=tuple(fault.why for fault in asked.faults),
        is_untouched=not found and _is_untouched(asked, rows, pager),
    )


def _is_untouched(asked: Asked[Row], rows: QuerySet[Row], pager: Pager) -> bool:
    """Tell of a list that shows nothing whether there is nothing at all; a query if narrowed."""
    if pager.newer_url or asked.given.texts("q"):
        return False
    return not asked.taken or not rows.exists()


def _cut(asked: Asked[Row], address: Address, request: Request) -> tuple[list[Row], Pager]:
    """Read one page and one row more, which tells whether there is another page."""
    size, order = asked.spec.size, asked.order
    after, before = (read_cursor(order, request.GET.get(name, "")) for name in ("after", "before"))
    backwards = before is not None and after is None
    here = after or before
    page = in_order(with_count(asked.rows, asked.rows), order, backwards=backwards)
    if here is not None:
        page = page.filter(beyond(order, here, backwards=backwards))
    found = list(page[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    is_later, has_more = (more, True) if backwards else (here is not None, more)
    counted = getattr(found[0], COUNT) if found else None if here else 0
    pager = Pager(
        newer_url=_newer(address, asked, found, is_later=is_later),
        older_url=address.url(after=write_cursor(order, found[-1])) if found and has_more else "",
        shown=len(found),
        count=None if counted is None else min(counted, MOST_COUNTED),
        count_is_capped=counted is not None and counted > MOST_COUNTED,
    )
    return found, pager


def _newer(address: Address, asked: Asked[Any], found: list[Any], *, is_later: bool) -> str:
    if not is_later:
        return ""
    # A page behind the last row leads back to the beginning.
    return address.url(before=write_cursor(asked.order, found[0])) if found else address.url()


def _head(column: ListColumn[Any], asked: Asked[Any], address: Address) -> Column:
    now = ""
    if column.sort and column.sort == asked.order.path:
        now = "desc" if asked.order.falling else "asc"
    falls = now == "asc" if now else column.kind in FALLS_FIRST
    to = address.url(sort=f"{'-' if falls else ''}{column.key}") if column.sort else ""
    return Column(column.title, column.kind in NUMERIC, to, now, column.wide_only)


def _active(asked: Asked[Any], address: Address) -> list[ActiveFilter]:
    return [
        ActiveFilter(one.title, taken.said, address.url(without=one.names()))
        for one, taken in asked.taken
        if not isinstance(one, ByText)
    ]


def _counted(spec: ListOf[Any], pager: Pager) -> str:
    if pager.count is None:
        return ""
    figure = f"{pager.count:,}{'+' if pager.count_is_capped else ''}"
    return f"{figure} {spec.counted(pager.count)}"


def _exports(address: Address) -> tuple[Link, ...]:
    return (
        Link("CSV", address.url(export="csv"), "download"),
        Link("Excel", address.url(export="xlsx"), "download"),
    )


def _bulk(one: Bulk) -> BulkAction:
    return BulkAction(one.title, reverse(one.route), one.icon, one.confirm)
