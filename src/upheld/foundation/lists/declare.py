"""What a list is made of: columns, filters, an order, and what can be done with its rows.

A declaration is the only source of the names that reach the database. The address of a page may
ask for a declared column or filter by its key; nothing that anybody typed becomes a path.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from upheld.foundation.actor import Actor
from upheld.foundation.lists.filters import Filter
from upheld.foundation.lists.kinds import Kind
from upheld.foundation.tenancy.owned import Owned

Row = TypeVar("Row", bound=Owned)

RESERVED = frozenset({"sort", "col", "after", "before", "export", "all", "limit", "page"})
"""Names in the address that every list uses for itself."""


@dataclass(frozen=True)
class ListColumn(Generic[Row]):
    """One column. `value` must not query: give the list rows that bring what it reads along.

    `sort` is the ORM path (or annotation) to order by; without it the column cannot be sorted.
    `may` hides the column, its order and its export from whoever lacks that capability.
    """

    key: str
    title: str
    value: Callable[[Row], Any]
    kind: Kind = Kind.TEXT
    sort: str = ""
    shown: bool = True
    """Whether it is there before anybody chooses columns."""
    link: Callable[[Row], str] | bool = False
    """True: to the row's own page. A function: to the address that it gives."""
    hint: Callable[[Row], str] | None = None
    wide_only: bool = False
    may: StrEnum | None = None


@dataclass(frozen=True, slots=True)
class Bulk:
    """Something that can be done with the selected rows, by POST to a named route."""

    title: str
    route: str
    may: StrEnum
    icon: str = ""
    confirm: str = ""


@dataclass(frozen=True)
class ListOf(Generic[Row]):
    """One list, declared once and used by its page, its exports and the API."""

    key: str
    """Stable: saved views are kept under it."""
    title: str
    noun: str
    """One row in a word ("deal"); `nouns` is its plural where adding an s is wrong."""
    columns: Sequence[ListColumn[Row]]
    url: Callable[[Row], str]
    """The address of a row's own page; an empty text for rows without one."""
    order: str
    """The ORM path of the first order, with a minus for falling ("-opened_at")."""
    filters: Sequence[Filter] = ()
    route: str = ""
    """The name of the list's own page; without one, views cannot be saved."""
    bulk: Sequence[Bulk] = ()
    opens_with: str = ""
    """The query that the bare address stands for, such as "open=yes&owner=me"."""
    about: str = ""
    """What this list is for: shown while it is empty."""
    example: str = ""
    nouns: str = ""
    size: int = 50
    """Rows on one page."""
    _by_key: dict[str, ListColumn[Row]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        names = [name for one in self.filters for name in one.names()]
        keys = [column.key for column in self.columns]
        for given in (names, keys):
            if len(set(given)) != len(given):
                raise ValueError(f"list {self.key}: a key is there twice in {given}")
        if RESERVED & set(names):
            raise ValueError(f"list {self.key}: {sorted(RESERVED & set(names))} is reserved")
        self._by_key.update({column.key: column for column in self.columns})
        LISTS[self.key] = self

    def column(self, key: str, actor: Actor) -> ListColumn[Row] | None:
        """Give the column with a key, if there is one that the actor may see."""
        found = self._by_key.get(key)
        return found if found is not None and _is_open(found.may, actor) else None

    def columns_for(self, actor: Actor) -> list[ListColumn[Row]]:
        """Give the columns that an actor may see."""
        return [column for column in self.columns if _is_open(column.may, actor)]

    def filters_for(self, actor: Actor) -> list[Filter]:
        """Give the filters that an actor may use; a hidden figure must not be guessed by them."""
        return [one for one in self.filters if _is_open(one.may, actor)]

    def bulk_for(self, actor: Actor) -> list[Bulk]:
        """Give what an actor may do with many rows at once."""
        return [one for one in self.bulk if actor.may(one.may)]

    def counted(self, count: int) -> str:
        """Give the noun for a count of rows."""
        return self.noun if count == 1 else self.nouns or f"{self.noun}s"


LISTS: dict[str, ListOf[Any]] = {}
"""Every list by its key: saved views are only kept for lists that exist."""


def _is_open(may: StrEnum | None, actor: Actor) -> bool:
    return may is None or actor.may(may)
