"""Finding: the newest rows that hold every word, then the best of them first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from upheld.foundation.actor import Actor
from upheld.foundation.models.search import SearchRow
from upheld.foundation.search.registry import FindableKind, kinds_for
from upheld.foundation.search.words import looked_for, words_of

MOST_HITS = 200
"""So many of the newest are ranked; what is older is found by one more word."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    kind: FindableKind
    subject_id: int
    title: str
    hint: str
    url: str
    at: datetime


def search(actor: Actor, text: str, kinds: Iterable[str] = ()) -> list[Hit]:
    """Find what holds every word typed, each of which may be only the beginning of a word.

    At most 200 hits, best first: those whose title begins as typed, then those with all words in
    the title, each newest first. Only kinds that the actor may see, and in the portal only what
    the customer may read. One query.
    """
    wanted = looked_for(text)
    open_kinds = kinds_for(actor)
    asked = [key for key in open_kinds if not kinds or key in set(kinds)]
    if not wanted or not asked:
        return []
    found = list(_matching(wanted, asked, actor))
    found.sort(key=lambda row: row.at, reverse=True)
    found.sort(key=lambda row: _distance(row.title, wanted))
    return [
        Hit(
            open_kinds[row.kind],
            row.subject_id,
            row.title,
            row.hint,
            row.url if actor.is_staff else row.portal_url,
            row.at,
        )
        for row in found
    ]


def _matching(wanted: Sequence[str], kinds: list[str], actor: Actor) -> QuerySet[SearchRow]:
    """Give the newest matching rows; the manager keeps them within provider and customer."""
    rows: QuerySet[SearchRow] = SearchRow.objects.filter(kind__in=kinds).defer("words")
    if not actor.is_staff:
        rows = rows.filter(customer_id=actor.customer_id).exclude(portal_url="")
    rows = rows.filter(pk__in=_ids(wanted, kinds, actor))
    return rows.order_by("-at")[:MOST_HITS]


def _ids(wanted: Sequence[str], kinds: list[str], actor: Actor) -> RawSQL:
    """Give the ids of matching rows as a subquery on the index."""
    if connection.vendor == "postgresql":
        asked: list[Any] = [list(wanted), kinds, actor.customer_id, MOST_HITS]
        return RawSQL("select row_id from upheld_search(%s, %s, %s, %s)", asked)
    asked = [_fts(wanted, actor.provider_id)]
    return RawSQL(_IN_FTS, asked)  # noqa: S611  the text is a constant, what is asked a parameter


_IN_FTS = (
    "select rowid from foundation_searchindex where foundation_searchindex match %s "
    "order by rowid desc limit 20000"
)
"""A word that is in more rows than that is looked for in the last added of them only: reading on
would cost a tenth of a second at each letter typed, for hits that nobody could tell apart."""


def _fts(wanted: Sequence[str], provider_id: int) -> str:
    return " AND ".join(f'"{provider_id}:{word}"{"*" if len(word) > 1 else ""}' for word in wanted)


def _distance(title: str, wanted: Sequence[str]) -> int:
    """Say how far a title is from what was typed: 0 the same, 1 begins so, 2 holds all, 3 not."""
    words = words_of(title)
    begins = len(words) >= len(wanted) and all(
        word.startswith(part) for word, part in zip(words, wanted, strict=False)
    )
    if begins:
        return 0 if words == list(wanted) else 1
    held = all(any(word.startswith(part) for word in words) for part in wanted)
    return 2 if held else 3
