"""Proposes a mapping for a header nobody has mapped yet, and says why for each column."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from upheld.connections.rules.amounts import AmountReader
from upheld.connections.rules.answers import EMPTY, yes_or_no
from upheld.connections.rules.kinds import KINDS, Field, Type, fields_of
from upheld.connections.rules.mapping import ColumnMapping, Use
from upheld.connections.rules.moments import possible_orders
from upheld.connections.rules.shipped import recognise
from upheld.connections.rules.unparsable import Unparsable

_WORDS = re.compile(r"[a-z0-9#]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LEAST_SHARE = 0.8
_DECIMAL_MARKS = (".", ",")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping to look at. `reasons` says of each field why its column was chosen, or of a column
    why it was passed over; `unmapped` columns are kept with the row; while `missing` names required
    fields the mapping cannot be used.
    """

    mapping: ColumnMapping
    reasons: dict[str, str]
    unmapped: tuple[str, ...]
    missing: tuple[str, ...]


def propose(
    kind: str,
    header: Sequence[str],
    sample: Sequence[Sequence[str]],
    *,
    system: str = "file",
    zone: str = "UTC",
    currency: str = "EUR",
) -> Proposal:
    """Propose how the columns of `header` feed the fields of `kind`; `sample` holds some rows."""
    known = recognise(header, kind)
    if known is not None:
        reasons = {use.field: f"shipped with the mapping “{known.title}”" for use in known.uses}
        return _proposal(known, header, reasons)
    uses, reasons = _match(kind, header, sample)
    identity = _identity(kind, uses)
    mapping = ColumnMapping(
        name=f"{system}-{kind}", title=f"{kind} from {system}", kind=kind, system=system,
        uses=uses, identity=identity, zone=zone, currency=currency,
    )  # fmt: skip
    return _proposal(mapping, header, reasons)


def words_of(name: str) -> str:
    """Bring a column's name to plain lower-case words: "AccountName" and "account_name" alike."""
    return " ".join(_WORDS.findall(_CAMEL.sub(" ", name).lower()))


def _proposal(mapping: ColumnMapping, header: Sequence[str], reasons: dict[str, str]) -> Proposal:
    used = {use.column for use in mapping.uses}
    fed = {use.field for use in mapping.uses} | set(mapping.constants or ())
    missing = tuple(
        field.name for field in KINDS[mapping.kind] if field.required and field.name not in fed
    )
    return Proposal(mapping, reasons, tuple(name for name in header if name not in used), missing)


def _match(
    kind: str, header: Sequence[str], sample: Sequence[Sequence[str]]
) -> tuple[tuple[Use, ...], dict[str, str]]:
    uses: list[Use] = []
    reasons: dict[str, str] = {}
    free = dict(enumerate(header))
    for field in KINDS[kind]:
        for place, why in _candidates(field, free):
            share = _readable_share(field, [row[place] for row in sample])
            if share < _LEAST_SHARE:
                reasons[free[place]] = (
                    f"passed over for {field.name}: only {share:.0%} of the values tried are such"
                )
                continue
            uses.append(Use(field=field.name, column=free.pop(place), unit=_unit(header[place])))
            reasons[field.name] = why
            break
    return tuple(uses), reasons


def _candidates(field: Field, free: dict[int, str]) -> list[tuple[int, str]]:
    """Order the free columns whose name fits, the surest first."""
    wanted = (field.name.replace("_", " "), *field.synonyms)
    ranked = [
        (wanted.index(words), place)
        for place, name in free.items()
        if (words := words_of(name)) in wanted
    ]
    return [
        (
            place,
            "the column has the field's name"
            if rank == 0
            else f"“{wanted[rank]}” is another name for it",
        )
        for rank, place in sorted(ranked)
    ]


def _readable_share(field: Field, texts: Sequence[str]) -> float:
    filled = [text.strip() for text in texts if text.strip().casefold() not in EMPTY]
    if not filled:
        return 1.0
    return sum(_readable(field.type, text) for text in filled) / len(filled)


def _readable(kind: Type, text: str) -> bool:
    if kind in {Type.TEXT, Type.CHOICE}:
        return True
    if kind in {Type.MOMENT, Type.DAY}:
        return bool(possible_orders(text)) or _is_iso(text)
    if kind is Type.YES_NO:
        return _reads(lambda: yes_or_no(text))
    return any(_is_amount(AmountReader(mark), kind, text) for mark in _DECIMAL_MARKS)


def _is_iso(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_amount(reader: AmountReader, kind: Type, text: str) -> bool:
    bare = text.strip("$€£¥ ") if kind is Type.MONEY else text
    return _reads(
        lambda: reader.seconds(bare, "hours") if kind is Type.EFFORT else reader.number(bare)
    )


def _reads(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except Unparsable:
        return False
    return True


def _unit(column: str) -> str:
    words = words_of(column).split()
    return next((unit for unit in ("minutes", "seconds") if unit in words), "hours")


def _identity(kind: str, uses: Sequence[Use]) -> tuple[str, ...]:
    """Choose what names a record where no id is mapped: its name, or nothing but its content."""
    fed = {use.field for use in uses}
    if kind == "ticket-events":
        return tuple(name for name in ("ticket", "at", "revision", "activity") if name in fed)
    if "source_id" in fed:
        return ()
    wanted = {"companies": "name", "products": "name", "people": "name", "contacts": "email"}
    name = wanted.get(kind)
    return (name,) if name in fed and name in fields_of(kind) else ()
