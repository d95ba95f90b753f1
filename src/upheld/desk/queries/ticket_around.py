"""What stands around a ticket: files, watchers, other tickets; in one query."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import CharField, F, IntegerField, Q, Value

from upheld.desk.models import (
    Ticket,
    TicketEntry,
    TicketFile,
    TicketNotice,
    TicketRating,
    TicketRelation,
    TicketWatcher,
)
from upheld.desk.queries.ticket_cover import TermShown, terms_of
from upheld.desk.queries.tickets import course_ids
from upheld.desk.rules.satisfaction import Satisfied

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor


LINE = ("line_sort", "pk", "line_of", "line_text", "line_size", "line_more")


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file of the course, as a link to it says it."""

    pk: int
    name: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class TicketNear:
    """Another ticket that this one has to do with."""

    pk: int
    number: int
    title: str
    state: str
    """A value of `TicketState`."""


@dataclass(slots=True)
class Around:
    """What a ticket's page shows beside its course."""

    files: dict[int, list[FileShown]] = field(default_factory=dict)
    """By the id of the entry that they came with."""
    watchers: list[tuple[int, str]] = field(default_factory=list)
    """Id and name."""
    watching: bool = False
    """The reader does."""
    parents: list[TicketNear] = field(default_factory=list)
    """None or one."""
    children: list[TicketNear] = field(default_factory=list)
    related: list[TicketNear] = field(default_factory=list)
    merged: list[TicketNear] = field(default_factory=list)
    """Those that were merged into it."""
    rating: tuple[str, str, str] | None = None
    """What the customer said of the solution: words, tone, comment."""
    terms: list[TermShown] = field(default_factory=list)
    """The customer's agreements."""
    notice: str = ""
    """Why it waits for the reader: a kind of notice; empty when it does not."""


def files_of(ticket: Ticket, actor: Actor) -> QuerySet[TicketFile]:
    """Give the files that a reader of the ticket may have: customers those of public replies."""
    ids = course_ids(ticket)
    own = Q(entry__ticket__in=ids) | Q(pk__in=_copied(ids))
    rows: QuerySet[TicketFile] = TicketFile.objects.filter(own)
    return rows if actor.is_staff else rows.filter(entry__public=True)


def around_ticket(ticket: Ticket, actor: Actor) -> Around:
    """Read what stands around a ticket: one query, whatever there is."""
    found = Around()
    parts = [_files(ticket, actor)]
    if ticket.took_in:
        parts.append(_near(Ticket.objects.filter(merged_into=ticket), "merged"))
    rated = TicketRating.objects.filter(ticket=ticket, rated_at__isnull=False)
    parts.append(_lines(rated, "rating", "rating", "comment", "rating"))
    if actor.is_staff:
        parts += _for_the_staff(ticket, actor)
    rows: Iterable[Any] = parts[0].union(*parts[1:], all=True)
    for row in rows:
        _take(found, actor, *row)
    found.watchers.sort(key=lambda one: one[1])
    for several in found.files.values():
        several.sort(key=lambda one: one.pk)
    for near in (found.children, found.related, found.merged):
        near.sort(key=lambda one: one.number)
    return found


def _take(
    found: Around, actor: Actor, sort: str, pk: int, of: int, text: str, size: int, more: str
) -> None:
    """Put one line where it belongs."""
    match sort:
        case "file":
            found.files.setdefault(of, []).append(FileShown(pk, text, size))
        case "watcher":
            found.watchers.append((of, text))
            found.watching |= of == actor.person_id
        case "term":
            found.terms.append(TermShown.read(of, text, size, more))
        case "rating":
            said = Satisfied(size)
            found.rating = said.words, said.tone, text
        case "notice":
            found.notice = text
        case _:
            getattr(found, sort).append(TicketNear(pk, of, text, more))


def _files(ticket: Ticket, actor: Actor) -> QuerySet[Any]:
    return _lines(files_of(ticket, actor), "file", "entry_id", "file_name", "file_bytes")


def _for_the_staff(ticket: Ticket, actor: Actor) -> list[QuerySet[Any]]:
    watchers = TicketWatcher.objects.filter(ticket=ticket)
    waiting = TicketNotice.objects.filter(ticket=ticket, person=actor.person_id or 0, seen_at=None)
    standing = Ticket.objects.filter(void=False, merged_into=None)
    parts = [
        _lines(watchers, "watcher", "person_id", "person__name"),
        _lines(waiting, "notice", "entry_id", "kind"),
        _near(standing.filter(parent=ticket), "children"),
        _near(standing.filter(pk__in=_related(ticket)), "related"),
    ]
    if ticket.company_id is not None:
        parts.append(terms_of(ticket.company_id).values_list(*LINE))
    if ticket.parent_id is not None:
        parts.append(_near(standing.filter(pk=ticket.parent_id), "parents"))
    return parts


def _related(ticket: Ticket) -> QuerySet[Any]:
    """Give the ids of related tickets, whichever of the two stands first."""
    newer = TicketRelation.objects.filter(ticket=ticket).order_by().values("other_id")
    older = TicketRelation.objects.filter(other=ticket).order_by().values("ticket_id")
    both: QuerySet[Any] = newer.union(older, all=True)
    return both


def _copied(ids: list[int]) -> QuerySet[Any]:
    """Give the files of words that a split took along: they lie where they were said first."""
    copies = TicketEntry.objects.filter(ticket__in=ids, copied_from__isnull=False)
    return (
        TicketFile.objects.filter(entry__in=copies.order_by().values("copied_from_id"))
        .order_by()
        .values("pk")
    )


def _near(rows: QuerySet[Ticket], sort: str) -> QuerySet[Any]:
    return _lines(rows, sort, "number", "title", more="state")


def _lines(
    rows: QuerySet[Any], sort: str, of: str, text: str, size: str = "", more: str = ""
) -> QuerySet[Any]:
    """Bring rows of any table into one shape: what, its id, of what, a text, a number, a word."""
    named = rows.order_by().annotate(
        line_sort=Value(sort, CharField()),
        line_of=F(of),
        line_text=F(text),
        line_size=F(size) if size else Value(0, IntegerField()),
        line_more=F(more) if more else Value("", CharField()),
    )
    lines: QuerySet[Any] = named.values_list(*LINE)
    return lines
