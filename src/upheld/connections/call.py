"""One call of the command: several files, in the order in which they refer to each other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from upheld.connections.arriving import in_order, kinds_in, look_at, saved_mapping, sha256_of
from upheld.connections.may import May
from upheld.connections.models import ImportRun
from upheld.connections.operations.runs import begin_import, start_import
from upheld.connections.queries.refusals import refusals_of
from upheld.connections.rules.kinds import KINDS
from upheld.connections.rules.mapping import ColumnMapping, MappingFault, to_json
from upheld.connections.rules.readers import open_table
from upheld.connections.rules.shipped import recognise
from upheld.connections.rules.unreadable import Unreadable
from upheld.connections.running import (
    COUNTS,
    MOST_REFUSALS_HELD,
    Trial,
    take_in,
    try_out,
    walking,
)
from upheld.foundation import clock
from upheld.foundation.actor import Actor, ActorKind
from upheld.foundation.models.provider import Provider
from upheld.foundation.tenancy.scope import open_provider


class NothingImported(Exception):  # noqa: N818  says what happened
    """A call was refused before its first row. `code` is stable."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


@dataclass(frozen=True, slots=True)
class Part:
    """A file under one mapping. `rows_expected` is for showing progress."""

    path: Path
    mapping: ColumnMapping
    rows_expected: int | None


@dataclass(slots=True)
class Outcome:
    """What came of a part, or in a trial would."""

    part: Part
    counts: dict[str, int]
    refusals: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    run: ImportRun | None = None
    trial: Trial | None = field(default=None, repr=False)

    def told(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {
            "file": self.part.path.name,
            "kind": self.part.mapping.kind,
            "mapping": self.part.mapping.name,
            "import": self.run.number if self.run is not None else None,
            **self.counts,
            "refusals": self.refusals,
            "notes": self.notes,
        }

    def every_refusal(self) -> Iterator[Any]:
        """Walk all refused rows; the provider need not be open."""
        if self.run is None:
            yield from self.trial.refusals if self.trial is not None else ()
            return
        with open_provider(self.run.provider_id):
            yield from refusals_of(self.run)


def plan(kind: str, paths: Sequence[Path], mapping: str = "") -> list[Part]:
    """Find out what all files are and whether they can be read to their ends, before any row.

    The provider must be open. Raises `NothingImported` with unknown_kind, another_kind,
    unknown_mapping or a code of docs/guides/import.md, OSError for a path that cannot be read.
    """
    if kind not in KINDS:
        raise NothingImported("unknown_kind", f"Kinds are {', '.join(KINDS)}, not {kind}.")
    found: list[tuple[Path, Sequence[ColumnMapping]]] = []
    for path in paths:
        try:
            found.append((path, _mappings(kind, path, mapping, is_alone=len(paths) == 1)))
        except (Unreadable, MappingFault) as fault:
            raise NothingImported(fault.code, f"{path.name}: {fault}") from fault
    parts = []
    for path, one in in_order(found):
        try:
            with walking(path, one) as walk:
                parts.append(Part(path, one, walk.importing.table.rows_expected))
        except (Unreadable, MappingFault) as fault:
            raise NothingImported(fault.code, f"{path.name}: {fault}") from fault
    return parts


def _mappings(kind: str, path: Path, mapping: str, *, is_alone: bool) -> Sequence[ColumnMapping]:
    if mapping:
        return [look_at(path, kind, saved_mapping(mapping, kind)).mapping]
    shipped = kinds_in(path, kind)
    fits = any(one.kind == kind for one in shipped)
    if fits or (shipped and not is_alone):
        return shipped
    _require_no_other_kind(kind, path)
    arrival = look_at(path, kind)
    if arrival.missing:
        lacking = ", ".join(arrival.missing)
        raise MappingFault("field_missing", "No column was found for what is needed", lacking)
    return [arrival.mapping]


def _require_no_other_kind(kind: str, path: Path) -> None:
    """A file that is known to hold something else would make nonsense of every row."""
    with open_table(path) as table:
        other = recognise(table.header)
    if other is not None and other.kind != kind:
        why = f"{path.name} holds {other.kind} ({other.title}); import it as {other.kind}."
        raise NothingImported("another_kind", why)


def run_parts(
    parts: Iterable[Part],
    provider: Provider,
    *,
    dry_run: bool,
    heard: Callable[[Part, int, float], None],
) -> list[Outcome]:
    """Take the parts in one after the other, or try what that would do.

    Raises `NothingImported` where the first part cannot be taken in.
    """
    by = Actor(
        provider.pk, ActorKind.IMPORT, "upheld import",
        capabilities=frozenset({str(May.RUN_IMPORTS)}), zone=provider.zone,
    )  # fmt: skip
    outcomes: list[Outcome] = []
    planned: set[str] = set()
    for part in parts:
        if dry_run:
            outcomes.append(_try(part, by, planned, heard))
        else:
            outcomes.append(_take_in(part, by, heard))
    return outcomes


def _try(
    part: Part, by: Actor, planned: set[str], heard: Callable[[Part, int, float], None]
) -> Outcome:
    begun = time.monotonic()
    trial = try_out(
        part.path, part.mapping, by, planned=planned,
        heard=lambda now: heard(part, now.rows, time.monotonic() - begun),
    )  # fmt: skip
    planned |= trial.planned
    counts = {name: getattr(trial, name) for name in COUNTS}
    refusals = [{"row": one.row, "reason": one.reason} for one in trial.refusals]
    return Outcome(part, counts, refusals, listed(trial.notes), trial=trial)


def _take_in(part: Part, by: Actor, heard: Callable[[Part, int, float], None]) -> Outcome:
    begun = time.monotonic()
    with open_provider(by.provider_id):
        run = begin_import(
            kind=part.mapping.kind, file_name=part.path.name, file_sha256=sha256_of(part.path),
            file_bytes=part.path.stat().st_size, mapping=to_json(part.mapping),
            rows_expected=part.rows_expected, by=by, at=clock.now(),
        )  # fmt: skip
        run = start_import(run=run, by=by, at=clock.now(), in_background=False)
    run = take_in(
        run, part.path, by, heard=lambda now: heard(part, now.rows, time.monotonic() - begun)
    )
    with open_provider(by.provider_id):
        refusals = [
            {"row": one.row, "reason": one.reason}
            for one, _ in zip(refusals_of(run), range(MOST_REFUSALS_HELD), strict=False)
        ]
    counts = {name: getattr(run, name) for name in COUNTS}
    return Outcome(part, counts, refusals, listed(run.notes), run=run)


def listed(notes: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Give notes as a list, the most frequent first."""
    told = [{"code": code, **one} for code, one in notes.items()]
    return sorted(told, key=lambda one: -one["count"])
