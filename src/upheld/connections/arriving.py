"""Looks at a file that was brought: which kind it holds, and which mapping fits it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from upheld.connections.models import SavedMapping
from upheld.connections.rules.mapping import ColumnMapping, MappingFault, from_json
from upheld.connections.rules.proposing import Proposal, propose
from upheld.connections.rules.readers import open_table
from upheld.connections.rules.shipped import recognise, shipped_mappings
from upheld.connections.rules.tables import Row, Table
from upheld.connections.rules.unreadable import Limits, Note
from upheld.foundation.models.provider import Provider
from upheld.foundation.tenancy.scope import current_scope

SAMPLE = 100
SHOWN = 5
_DELIMITERS = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}
_CHUNK = 1 << 20

COMES_BEFORE: dict[str, tuple[str, ...]] = {
    "companies": (),
    "products": (),
    "people": (),
    "contacts": ("companies",),
    "deals": ("companies", "people", "products", "contacts"),
    "tickets": ("companies", "people", "contacts"),
    "ticket-events": ("companies", "people", "contacts"),
    "time": ("companies", "people", "tickets", "ticket-events"),
}
"""Which kinds a kind refers to, and which therefore are taken in before it."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file as it was found: what it is, what its columns mean, its first rows."""

    path: Path
    mapping: ColumnMapping
    reasons: dict[str, str]
    unmapped: tuple[str, ...]
    missing: tuple[str, ...]
    header: tuple[str, ...]
    sample: tuple[tuple[int, tuple[str, ...]], ...]
    found: str
    """What the file is, in words."""
    remarks: tuple[Note, ...] = ()
    rows_expected: int | None = None


def look_at(
    path: Path,
    kind: str,
    mapping: ColumnMapping | None = None,
    *,
    limits: Limits | None = None,
    system: str = "file",
) -> Arrival:
    """Look at a file for a kind; without a mapping the one that fits is found or proposed.

    The provider must be open. Raises `Unreadable`, `MappingFault` where the given one does not fit.
    """
    with open_table(path, limits) as table:
        rows = [(row.number, tuple(row.cells)) for row in islice(_sound(table), SAMPLE)]
        proposal = _proposal(table, kind, [cells for _, cells in rows], mapping, system)
        return Arrival(
            path=path,
            mapping=proposal.mapping,
            reasons=proposal.reasons,
            unmapped=proposal.unmapped,
            missing=proposal.missing,
            header=table.header,
            sample=tuple(rows[:SHOWN]),
            found=_in_words(table),
            remarks=tuple(table.remarks),
            rows_expected=table.rows_expected,
        )


def kinds_in(path: Path, kind: str) -> tuple[ColumnMapping, ...]:
    """Give the shipped mappings by which a file tells of `kind`, and of what comes before it.

    A dump of a database tells of people and of their time; a list of accounts, brought beside the
    deals, tells of companies. Raises `Unreadable`.
    """
    with open_table(path) as table:
        wanted = (*COMES_BEFORE[kind], kind)
        found = [recognise(table.header, one) for one in wanted]
        return tuple(mapping for mapping in found if mapping is not None)


def in_order(
    found: Iterable[tuple[Path, Sequence[ColumnMapping]]],
) -> list[tuple[Path, ColumnMapping]]:
    """Put files and what they tell of into the order in which they refer to each other."""
    order = list(COMES_BEFORE)
    pairs = [(path, mapping) for path, mappings in found for mapping in mappings]
    return sorted(pairs, key=lambda pair: order.index(pair[1].kind))


def saved_mapping(name: str, kind: str) -> ColumnMapping:
    """Give a mapping that was saved or ships. Raises `MappingFault` unknown_mapping."""
    saved = SavedMapping.objects.filter(name=name, removed_at=None).first()
    if saved is not None:
        return from_json(saved.mapping)
    for mapping in shipped_mappings():
        if mapping.name == name:
            return mapping
    raise MappingFault("unknown_mapping", f"No mapping for {kind} has this name.", name)


def sha256_of(path: Path) -> str:
    """Give the digest of a file, read in pieces."""
    with path.open("rb") as source:
        digest = hashlib.sha256()
        while piece := source.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def _sound(table: Table) -> Iterator[Row]:
    return (row for row in table.rows() if not row.problems)


def _proposal(
    table: Table,
    kind: str,
    sample: Sequence[Sequence[str]],
    given: ColumnMapping | None,
    system: str,
) -> Proposal:
    if given is None:
        provider = Provider.objects.get(pk=current_scope().provider_id)
        return propose(
            kind, table.header, sample, system=system, zone=provider.zone,
            currency=provider.currency,
        )  # fmt: skip
    missing = sorted(given.columns_of_source() - set(table.header))
    if missing:
        raise MappingFault(
            "columns_missing", "The file lacks columns that the mapping names.", ", ".join(missing)
        )
    used = {use.column for use in given.uses}
    return Proposal(given, {}, tuple(name for name in table.header if name not in used), ())


def _in_words(table: Table) -> str:
    parts = [{"csv": "text with columns", "xlsx": "a workbook"}.get(table.format, "JSON")]
    if table.delimiter:
        parts.append(f"separated by {_DELIMITERS.get(table.delimiter, table.delimiter)}")
    if table.encoding:
        parts.append(table.encoding + ("" if table.encoding_certain else " (taken as likely)"))
    if table.packed:
        parts.append(f"packed as {table.packed}")
    return ", ".join(parts)
