"""What taking in a batch of records would do, found out without writing anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from upheld.connections.models import SourceRow
from upheld.connections.queries.known import Known
from upheld.connections.queries.references import TARGETS, Resolved, Target, learn
from upheld.connections.rules.fitting import Placed, digest_of
from upheld.connections.rules.outcome import Refusal
from upheld.connections.rules.placing import PLACES_OF, STORED_AS
from upheld.connections.rules.records import Record, TicketEvent, TicketRecord
from upheld.connections.rules.storable import storable
from upheld.connections.rules.unreadable import Note, Problem
from upheld.people.models import Person
from upheld.timekeeping.models import TimeEntry
from upheld.timekeeping.queries.locks import locked_through

_LONGEST_REASON = 1000


@dataclass(slots=True)
class Ready:
    """A record that can be taken in. `tie` is what is known of it, `subject_id` our row if any.

    `is_new` says whether it counts as new: it does, too, if it so far was only a name.
    """

    placed: Placed
    resolved: Resolved
    digest: str
    is_new: bool
    tie: SourceRow | None = None
    subject_id: int | None = None
    history: tuple[TicketEvent, ...] = ()

    known_events: frozenset[str] = frozenset()
    stood: tuple[str, int, str] | None = None
    """State, priority and assignee of a known ticket before this."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not taken in: its number, the codes, everything that is wrong, what it said."""

    row: int
    code: str
    reason: str
    cells: Any


@dataclass(slots=True)
class Weighed:
    """What would come of a batch. `digests` are of all records in it, in order."""

    target: Target
    system: str
    ready: list[Ready] = field(default_factory=list)
    unchanged: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    notes: list[tuple[int, Note]] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    rows: int = 0
    events_new: int = 0
    events_known: int = 0

    @property
    def created(self) -> int:
        """How many records are new."""
        return sum(one.is_new for one in self.ready)

    @property
    def updated(self) -> int:
        """How many are known and say something new."""
        return len(self.ready) - self.created


def weigh(kind: str, items: Sequence[Record | Refusal], known: Known, currency: str) -> Weighed:
    """Find out what taking in these records would do; `currency` is the provider's."""
    stored_as = STORED_AS.get(kind, kind)
    weighed = Weighed(TARGETS[stored_as], known.system)
    records = [item for item in items if not isinstance(item, Refusal)]
    place = PLACES_OF[kind]
    placed = [place(record, currency) for record in records]
    for item in items:
        if isinstance(item, Refusal):
            weighed.rows += 1
            weighed.refused.append(
                refused_row(item.row, item.problems, dict(enumerate(item.cells, start=1)))
            )
    learn(stored_as, placed, known)
    ties = _ties(stored_as, known.system, placed)
    ours = _ours(weighed.target, known.system, [one for one in placed if one.key not in ties])
    for record, one in zip(records, placed, strict=True):
        weighed.rows += one.rows
        _weigh_one(record, one, known, weighed, ties.get(one.key), ours)
    if weighed.target.model is TimeEntry:
        said = dict(zip((one.key for one in placed), records, strict=True))
        _refuse_locked(weighed, said)
    return weighed


def _refuse_locked(weighed: Weighed, said: Mapping[str, Record]) -> None:
    """Refuse time of settled days, row by row: new rows there, and changes to what stands there.

    What an earlier import took in and is as it was stays unchanged, settled or not.
    """
    line = locked_through()
    if line is None or not weighed.ready:
        return
    ids = [one.subject_id for one in weighed.ready if one.subject_id is not None]
    rows = TimeEntry.objects.filter(pk__in=ids, worked_on__lte=line)
    settled = dict(rows.order_by().values_list("pk", "worked_on"))
    ready, weighed.ready = weighed.ready, []
    for one in ready:
        day = settled.get(one.subject_id or 0, one.placed.values["worked_on"])
        if day > line:
            weighed.ready.append(one)
            continue
        weighed.digests.remove(one.digest)
        problem = Problem(
            "time_locked",
            f"Time is locked up to {line}, and this is of {day}.",
            "Correct the entry here, which books the difference on an open day, or have the owner "
            "open the days again.",
        )
        row = one.placed.row
        weighed.refused.append(refused_row(row, [problem], _said(said[one.placed.key])))


def _weigh_one(
    record: Record,
    placed: Placed,
    known: Known,
    weighed: Weighed,
    tie: SourceRow | None,
    ours: dict[str, int],
) -> None:
    resolved = weighed.target.resolve(placed, known) if not placed.problems else Resolved()
    if placed.problems:
        weighed.refused.append(refused_row(placed.row, placed.problems, _said(record)))
        return
    weighed.notes += [(placed.row, note) for note in placed.notes]
    digest = digest_of(placed, resolved.ids)
    weighed.digests.append(digest)
    history = record.history if isinstance(record, TicketRecord) else ()
    fresh = _count_events(placed, tie, weighed) if history else 0
    if tie is not None and (tie.digest == digest or (history and tie.digest and not fresh)):
        weighed.unchanged += 1
        return
    subject_id = tie.subject_id if tie is not None else ours.get(placed.key)
    events = frozenset(tie.events if tie is not None else ())
    is_new = subject_id is None or (tie is not None and not tie.digest)
    weighed.ready.append(Ready(placed, resolved, digest, is_new, tie, subject_id, history, events))


def _count_events(placed: Placed, tie: SourceRow | None, weighed: Weighed) -> int:
    known = set(tie.events) if tie is not None else set()
    fresh = sum(key not in known for key in placed.event_keys)
    weighed.events_new += fresh
    weighed.events_known += len(placed.event_keys) - fresh
    return fresh


def refused_row(row: int, problems: Iterable[Problem], cells: Mapping[Any, str]) -> RefusedRow:
    """Say of a row everything that is wrong with it, in one text."""
    codes: list[str] = []
    reasons: list[str] = []
    for problem in problems:
        where = f" (column {problem.column})" if problem.column else ""
        codes.append(problem.code)
        reasons.append(" ".join(part for part in (problem.reason + where, problem.remedy) if part))
    reason = " ".join(reasons)[:_LONGEST_REASON]
    said = {key: storable(cell) for key, cell in cells.items()}
    return RefusedRow(row, " ".join(dict.fromkeys(codes))[:60], storable(reason), said)


def _said(record: Record) -> dict[str, str]:
    """Give what a record said, for the report on it."""
    told = {"source": record.source.key, **record.extra}
    for name in type(record).__dataclass_fields__:
        value = getattr(record, name)
        if name not in {"source", "row", "extra", "notes", "history"} and value is not None:
            told[name] = str(value)
    return told


def _ties(kind: str, system: str, placed: Sequence[Placed]) -> dict[str, SourceRow]:
    keys = [one.key for one in placed]
    rows = SourceRow.objects.filter(kind=kind, system=system, key__in=keys)
    return {row.key: row for row in rows}


def _ours(target: Target, system: str, untied: Sequence[Placed]) -> dict[str, int]:
    """Find rows of ours that are the same although no import tied them."""
    if target.model is None or not untied:
        return {}
    if target.model is Person:
        return dict(_same_people(system, untied))
    rows = target.model.objects.filter(
        source_system=system, source_id__in=[one.key for one in untied]
    )
    return dict(rows.values_list("source_id", "pk"))


def _same_people(system: str, untied: Sequence[Placed]) -> Iterator[tuple[str, int]]:
    """Somebody who works here already is the same person if the mail address is."""
    addresses = {one.values["email"]: one for one in untied if one.values["email"]}
    sources = {person_source(system, one.key): one for one in untied}
    rows: Iterable[Person] = Person.objects.filter(
        Q(email__in=addresses) | Q(source_id__in=sources)
    )
    for person in rows:
        same = sources.get(person.source_id) or addresses.get(person.email.lower())
        if same is not None:
            yield same.key, person.pk


def person_source(system: str, key: str) -> str:
    """Write who somebody is in another system, as the person's row keeps it."""
    return f"{system}:{key}"[:200]
