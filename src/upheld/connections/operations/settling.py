"""Writes what was weighed: new rows, changed rows, their ties to the source. Within an operation.

Everything goes in bulk, since a log has a hundred thousand events: a few statements a batch.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from upheld.connections.models import SourceRow
from upheld.connections.operations.bulk_rows import insert_rows
from upheld.connections.operations.linking import link_own
from upheld.connections.operations.people_apart import finish_person, hand_out_handles
from upheld.connections.operations.ticket_history import write_history
from upheld.connections.queries.known import Known
from upheld.connections.queries.weighing import Ready, Weighed, person_source
from upheld.customers.models import Company
from upheld.desk.models import Ticket
from upheld.foundation.models.numbering import next_number
from upheld.foundation.search.documents import refresh_search
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person, Team
from upheld.timekeeping.models import TimeEntry

AT_ONCE = 1000
_TELL_THEMSELVES = (TimeEntry, Ticket)
"""Time has no page, and a ticket's page tells its history from its own entries."""
_TIE = ("kind", "system", "key", "subject_id", "digest", "events", "extra")

Changes = dict[str, dict[str, Any]]


def settle(weighed: Weighed, known: Known, at: datetime) -> tuple[list[Owned], Changes]:
    """Write a weighed batch. Gives the rows it is about, and what changed by row and column."""
    _save_stubs(known)
    _save_teams(weighed)
    target = weighed.target
    fresh = [one for one in weighed.ready if one.subject_id is None]
    stale = [one for one in weighed.ready if one.subject_id is not None]
    changes: Changes = {}
    rows: dict[str, Owned] = {}
    if target.model is not None:
        rows = _create(target.model, fresh, weighed, known, at)
        rows |= _change(target.model, stale, weighed, changes)
    _tie(weighed, rows)
    if target.own:
        link_own(weighed, rows, known)
    if target.model is Ticket:
        write_history(weighed.ready, rows)
    if target.model is Person and rows:
        known.forget_people()
    refresh_search(*rows.values())
    return [] if target.model in _TELL_THEMSELVES else list(rows.values()), changes


def _save_stubs(known: Known) -> None:
    """Make the companies that other records name, and tie them to the source by that name."""
    stubs, known.stubs = known.stubs, []
    if not stubs:
        return
    first = next_number("company", len(stubs))
    for number, stub in enumerate(stubs, start=first):
        stub.company.number = number
    Company.objects.bulk_create([stub.company for stub in stubs], batch_size=AT_ONCE)
    SourceRow.objects.bulk_create(
        [
            SourceRow(
                kind="companies", system=known.system, key=stub.key, subject_id=stub.company.pk
            )
            for stub in stubs
        ],
        batch_size=AT_ONCE,
    )
    refresh_search(*(stub.company for stub in stubs))


def _save_teams(weighed: Weighed) -> None:
    teams = {id(team): team for one in weighed.ready if (team := one.resolved.rows.get("team"))}
    for team in teams.values():
        if isinstance(team, Team) and team._state.adding:
            team.save()


def _create(
    model: type[Owned], fresh: Sequence[Ready], weighed: Weighed, known: Known, at: datetime
) -> dict[str, Owned]:
    if not fresh:
        return {}
    rows = [model(**_columns(one, weighed, known, at)) for one in fresh]
    if weighed.target.number:
        first = next_number(weighed.target.number, len(rows))
        for number, row in enumerate(rows, start=first):
            row.number = number  # type: ignore[attr-defined]
    if model is Person:
        hand_out_handles(rows)
    made = model.objects.bulk_create(rows, batch_size=AT_ONCE)
    return {one.placed.key: row for one, row in zip(fresh, made, strict=True)}


def _columns(one: Ready, weighed: Weighed, known: Known, at: datetime) -> dict[str, Any]:
    """Give all columns of a new row."""
    placed, target = one.placed, weighed.target
    columns = {**placed.values, **one.resolved.rows}
    for name, value in placed.at_first.items():
        columns[name] = at if value is None else value
    if target.model is Person:
        return finish_person(columns, known.system, placed.key)
    if target.model is TimeEntry:
        columns |= {"entered_at": at, "on_url": _url_of(columns)}
    columns |= {"source_system": known.system, "source_id": placed.key}
    if target.has_extra:
        columns["extra"] = placed.extra
    return columns


def _url_of(columns: dict[str, Any]) -> str:
    ticket_id = columns.get("on_id") if columns["on_kind"] == "ticket" else None
    if ticket_id is None:
        return ""
    number = Ticket.objects.filter(pk=ticket_id).values_list("number", flat=True).get()
    return reverse("ticket", args=[number])


def _change(
    model: type[Owned], stale: Sequence[Ready], weighed: Weighed, changes: Changes
) -> dict[str, Owned]:
    if not stale:
        return {}
    found = model.objects.select_for_update().in_bulk([one.subject_id for one in stale])
    touched: set[str] = set()
    moved: list[Owned] = []
    rows: dict[str, Owned] = {}
    for one in stale:
        row = found[one.subject_id]
        rows[one.placed.key] = row
        if isinstance(row, Ticket):
            one.stood = (row.state, row.priority, row.extra.get("assignee", ""))
        differing = _differing(row, _wanted(one, weighed, row))
        if differing:
            changes[f"{model._meta.label_lower}:{row.pk}"] = differing
            touched |= differing.keys()
            row.version += 1
            moved.append(row)
    if moved:
        model.objects.bulk_update(moved, [*touched, "version"], batch_size=200)
    return rows


def _wanted(one: Ready, weighed: Weighed, row: Owned) -> dict[str, Any]:
    """Give the columns as the source has them now."""
    target, placed = weighed.target, one.placed
    if isinstance(row, Ticket) and one.history and placed.values["last_at"] < row.last_at:
        return {}  # an older piece of the log: its events are taken in, the ticket stays as it is
    wanted = {**placed.values, **one.resolved.rows}
    if target.keeps_ours:
        wanted = {name: value for name, value in wanted.items() if value not in (None, "")}
    if target.has_extra:
        wanted["extra"] = {**getattr(row, "extra", {}), **placed.extra}
    if isinstance(row, Person) and not row.source_id:
        wanted["source_id"] = person_source(weighed.system, placed.key)
    return wanted


def _differing(row: Owned, wanted: dict[str, Any]) -> dict[str, Any]:
    """Set what differs on the row; give before and after by column."""
    differing: dict[str, Any] = {}
    for name, value in wanted.items():
        attribute = f"{name}_id" if isinstance(value, Owned) else name
        after = value.pk if isinstance(value, Owned) else value
        before = getattr(row, attribute)
        if before != after:
            differing[name] = [before, after]
            setattr(row, name, value)
    return differing


def _tie(weighed: Weighed, rows: dict[str, Owned]) -> None:
    """Keep what each record became and how it looked."""
    target, fresh, known = weighed.target, [], []
    keeps_extra = not (target.has_extra and target.model)
    for one in weighed.ready:
        placed, row = one.placed, rows.get(one.placed.key)
        subject_id = row.pk if row is not None else None
        extra = placed.extra if keeps_extra else {}
        if one.tie is None:
            told = (json.dumps(placed.event_keys), json.dumps(extra))
            fresh.append((target.kind, weighed.system, placed.key, subject_id, one.digest, *told))
            continue
        tie = one.tie
        tie.subject_id, tie.digest, tie.extra = subject_id, one.digest, extra
        tie.events = list(dict.fromkeys([*tie.events, *placed.event_keys]))
        known.append(tie)
    insert_rows(SourceRow, _TIE, fresh)
    if known:
        columns = ["subject_id", "digest", "events", "extra"]
        SourceRow.objects.bulk_update(known, columns, batch_size=200)


def fields_of(changes: Changes) -> Iterable[str]:
    """Name the columns that changed in a batch."""
    return sorted({name for differing in changes.values() for name in differing})
