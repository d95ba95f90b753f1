"""Keeping search rows in step with what they stand for, in the same transaction.

    class Deal(Owned):
        search_kind = "deal"

        def search_document(self) -> Document | None:
            return Document(self.title, reverse("deal", args=[self.number]), self.opened_at)

`record()` does it for the subject of each entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Protocol, runtime_checkable

from django.db import connection

from upheld.foundation.models.search import SearchRow
from upheld.foundation.operation_rows import insert
from upheld.foundation.search.words import indexed
from upheld.foundation.tenancy.owned import Owned
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.tenancy.writing import bookkeeping, just_made

AT_ONCE = 1000
_LONGEST = {"title": 200, "hint": 200}
_NAMES = ("title", "hint", "words", "url", "portal_url", "at", "customer_id")
_COLUMNS = ", ".join(f'"{name}"' for name in _NAMES)


@dataclass(frozen=True, slots=True)
class Document:
    """What a row can be found by, and where it leads.

    `title`, `hint` and `text` are searched; `hint` says what it is. Give `portal_url` only where
    the customer may read all three: a hit tells that the words are there.
    """

    title: str
    url: str
    at: datetime
    text: str = ""
    hint: str = ""
    customer_id: int | None = None
    portal_url: str = ""


@runtime_checkable
class Findable(Protocol):
    """A row that can be found, as one of a declared kind."""

    search_kind: ClassVar[str]

    def search_document(self) -> Document | None:
        """Say what it is found by; nothing takes it out of the search."""


def refresh_search(*rows: Owned) -> None:
    """Bring the search rows of some rows up to date: written, changed or taken away.

    Call it for rows that an operation made or changed and that are no entry's subject; rows that
    cannot be found are passed over. Many rows of one kind cost two queries and one insert.
    """
    by_kind: dict[str, dict[int, Document | None]] = {}
    may_be_known: dict[str, set[int]] = {}
    for row in rows:
        if isinstance(row, Findable):
            by_kind.setdefault(row.search_kind, {})[row.pk] = row.search_document()
            if not just_made(row):
                may_be_known.setdefault(row.search_kind, set()).add(row.pk)
    with bookkeeping():
        for kind, documents in by_kind.items():
            _keep(kind, documents, may_be_known.get(kind, set()))


def _keep(kind: str, documents: dict[int, Document | None], may_be_known: set[int]) -> None:
    """Write what is new, change what differs, take away what is gone."""
    known = _known(kind, sorted(may_be_known)) if may_be_known else {}
    fresh: list[SearchRow] = []
    for pk, document in documents.items():
        if document is None:
            SearchRow.objects.filter(kind=kind, subject_id=pk).delete()
        elif pk not in known:
            fresh.append(SearchRow(kind=kind, subject_id=pk, **_fields(document)))
        elif known[pk] != (fields := _fields(document)):
            # Most changes of a thing leave its words alone, and then nothing is written.
            SearchRow.objects.filter(kind=kind, subject_id=pk).update(**fields)
    for start in range(0, len(fresh), AT_ONCE):
        insert(fresh[start : start + AT_ONCE])


def _known(kind: str, pks: list[int]) -> dict[int, dict[str, Any]]:
    """Read what is written of some rows, by their ids, as `_fields` would say it."""
    marks = ", ".join(["%s"] * len(pks))
    # The names are constants; what is asked for are parameters.
    statement = (
        f'select "subject_id", {_COLUMNS} from "foundation_searchrow" '  # noqa: S608
        f'where "provider_id" = %s and "kind" = %s and "subject_id" in ({marks})'
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [current_scope().provider_id, kind, *pks])
        rows = cursor.fetchall()
    known = {pk: dict(zip(_NAMES, values, strict=True)) for pk, *values in rows}
    for fields in known.values():
        fields["at"] = fields["at"].replace(tzinfo=fields["at"].tzinfo or UTC)
    return known


def _fields(document: Document) -> dict[str, Any]:
    text = f"{document.title} {document.hint} {document.text}"
    return {
        "title": document.title[: _LONGEST["title"]],
        "hint": document.hint[: _LONGEST["hint"]],
        "words": indexed(text, current_scope().provider_id),
        "url": document.url,
        "portal_url": document.portal_url,
        "at": document.at,
        "customer_id": document.customer_id,
    }


def refill_search(rows: Iterable[Owned]) -> int:
    """Refresh a great many rows, a thousand at a time; give how many were looked at."""
    count = 0
    batch: list[Owned] = []
    for row in rows:
        batch.append(row)
        if len(batch) == AT_ONCE:
            count += _refreshed(batch)
    return count + _refreshed(batch)


def _refreshed(batch: list[Owned]) -> int:
    count = len(batch)
    refresh_search(*batch)
    batch.clear()
    return count
