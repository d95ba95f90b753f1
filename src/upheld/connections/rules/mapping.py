"""How another system's columns become our fields. A mapping is data: it is shown, edited, saved.

`to_json` and `from_json` are exact opposites; `from_json` checks what a person may have edited.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from upheld.connections.rules.amounts import SECONDS
from upheld.connections.rules.answers import EMPTY
from upheld.connections.rules.kinds import KINDS, Type, fields_of
from upheld.connections.rules.moments import ORDERS
from upheld.foundation.values.currencies import PLACES

_Part = TypeVar("_Part")
_DECIMAL_MARKS = (".", ",")


class MappingFault(Exception):  # noqa: N818 - a state of the mapping
    """The mapping cannot be used. `code` is stable; `where` is the field or column to blame."""

    def __init__(self, code: str, reason: str, where: str = "") -> None:
        self.code = code
        self.reason = reason
        self.where = where
        super().__init__(f"{reason} ({where})" if where else reason)


@dataclass(frozen=True, slots=True)
class Use:
    """One column feeding one field.

    `order` is "ymd", "dmy" or "mdy" and `decimal` "." or ",": unset, they are decided over the
    whole column. `unit` is what a bare number of effort counts, `times` multiplies money (revenue
    in millions). `meanings` translate the source's words; `if_missing` is the text of a note for
    rows in which the cell is empty.
    """

    field: str
    column: str
    order: str | None = None
    decimal: str | None = None
    unit: str = "hours"
    times: int = 1
    meanings: Mapping[str, str] | None = None
    if_missing: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A column that no field takes, but whose values are brought to one form before being kept."""

    column: str
    type: str
    order: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A value known to be wrong in the source; each row on which it is replaced says so."""

    column: str
    found: str
    instead: str
    why: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """Further columns from another record of the same file.

    `column` holds the `key` of a record among those whose cells equal `among`; that record's
    columns are then named `name/column`.
    """

    name: str
    column: str
    key: str
    among: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """`identity` lists the fields that name a record where no `source_id` is mapped; with neither,
    a record is known by its content. `select` keeps only rows whose cells equal it. `zone` is an
    IANA name, `constants` are values for fields that no column holds.
    """

    name: str
    title: str
    kind: str
    system: str
    uses: tuple[Use, ...]
    kept: tuple[Kept, ...] = ()
    identity: tuple[str, ...] = ()
    empty: tuple[str, ...] = EMPTY
    zone: str = "UTC"
    currency: str = "EUR"
    constants: Mapping[str, str] | None = None
    corrections: tuple[Correction, ...] = ()
    select: Mapping[str, str] | None = None
    lookups: tuple[Lookup, ...] = ()
    about: str = ""

    def columns_of_source(self) -> set[str]:
        """Name the columns that a file must have for this mapping to fit it."""
        named = {use.column for use in self.uses} | set(self.select or ())
        named |= {lookup.column for lookup in self.lookups}
        named |= {key for lookup in self.lookups for key in (lookup.key, *lookup.among)}
        return {column for column in named if not self._looked_up(column)}

    def _looked_up(self, column: str) -> bool:
        return any(column.startswith(f"{lookup.name}/") for lookup in self.lookups)


def to_json(mapping: ColumnMapping) -> dict[str, Any]:
    """Answer plain dictionaries and lists, defaults left out."""
    return cast("dict[str, Any]", _plain(mapping))


def from_json(data: Mapping[str, Any]) -> ColumnMapping:
    """Build a mapping from plain data. Refuses with the codes of `check`, and malformed."""
    parts = dict(data)
    uses = _each(Use, parts.pop("uses", ()))
    mapping = _built(
        ColumnMapping,
        {
            **parts,
            "uses": uses,
            "kept": _each(Kept, parts.pop("kept", ())),
            "corrections": _each(Correction, parts.pop("corrections", ())),
            "lookups": _each(Lookup, parts.pop("lookups", ())),
            "identity": tuple(parts.pop("identity", ())),
            "empty": tuple(parts.pop("empty", EMPTY)),
        },
    )
    check(mapping)
    return mapping


def check(mapping: ColumnMapping) -> None:
    """Refuses with: unknown_kind, unknown_field, field_twice, field_missing, unknown_choice,
    unknown_order, unknown_mark, unknown_unit, unknown_zone, unknown_currency, unknown_type.
    """
    if mapping.kind not in KINDS:
        raise MappingFault("unknown_kind", "This kind cannot be imported.", mapping.kind)
    if mapping.currency not in PLACES:
        raise MappingFault("unknown_currency", "The currency is not known.", mapping.currency)
    try:
        ZoneInfo(mapping.zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise MappingFault("unknown_zone", "The time zone is not known.", mapping.zone) from None
    _check_fields(mapping)
    for use in mapping.uses:
        _check_use(mapping.kind, use)
    for kept in mapping.kept:
        if kept.type not in {Type.YES_NO, Type.MOMENT, Type.DAY, Type.TEXT}:
            raise MappingFault("unknown_type", "This type cannot be kept.", kept.column)
        _check_order(kept.order, kept.column)


def _check_fields(mapping: ColumnMapping) -> None:
    known = fields_of(mapping.kind)
    named = [use.field for use in mapping.uses] + list(mapping.constants or ())
    for name in (*named, *mapping.identity):
        if name not in known:
            raise MappingFault("unknown_field", f"{mapping.kind} have no such field.", name)
    for name in named:
        if named.count(name) > 1:
            raise MappingFault("field_twice", "Two columns feed the same field.", name)
    for name, target in known.items():
        if target.required and name not in named:
            raise MappingFault("field_missing", "No column feeds this field.", name)


def _check_use(kind: str, use: Use) -> None:
    field = fields_of(kind)[use.field]
    _check_order(use.order, use.column)
    if use.decimal not in (None, *_DECIMAL_MARKS):
        raise MappingFault("unknown_mark", "The decimal mark is neither . nor ,", use.column)
    if use.unit not in SECONDS:
        raise MappingFault("unknown_unit", "Effort is not counted in this unit.", use.column)
    if field.type is Type.CHOICE:
        for meaning in (use.meanings or {}).values():
            if meaning not in field.choices:
                raise MappingFault("unknown_choice", f"{use.field} cannot be this.", meaning)


def _check_order(order: str | None, column: str) -> None:
    if order not in (None, *ORDERS):
        raise MappingFault("unknown_order", "Dates are not written in this order.", column)


def _each(kind: type[_Part], given: Iterable[Mapping[str, Any]]) -> tuple[_Part, ...]:
    return tuple(_built(kind, dict(one)) for one in given)


def _built(kind: type[_Part], given: dict[str, Any]) -> _Part:
    known = {field.name for field in fields(cast("Any", kind))}
    if stray := sorted(set(given) - known):
        raise MappingFault("malformed", "The mapping says something unknown.", ", ".join(stray))
    try:
        return kind(**given)
    except TypeError as fault:
        raise MappingFault("malformed", "The mapping lacks something.", str(fault)) from None


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return dict(value)
    if not hasattr(value, "__dataclass_fields__"):
        return value
    told = {field.name: getattr(value, field.name) for field in fields(value)}
    defaults = {field.name: field.default for field in fields(value)}
    return {name: _plain(one) for name, one in told.items() if one != defaults[name]}
