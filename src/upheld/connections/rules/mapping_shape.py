"""Whether a mapping that somebody wrote as JSON has the shape of one, before it is built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from upheld.connections.rules.mapping import MappingFault

_TEXT: Mapping[str, int] = {
    "name": 80, "title": 120, "kind": 20, "system": 40, "zone": 60, "currency": 3, "about": 2000,
}  # fmt: skip
_TEXTS = ("identity", "empty")
_PAIRS = ("constants", "select")
_PARTS: Mapping[str, tuple[str, ...]] = {
    "uses": ("field", "column"),
    "kept": ("column", "type"),
    "corrections": ("column", "found", "instead", "why"),
    "lookups": ("name", "column", "key"),
}
_MOST = 1_000
_LONGEST = 2_000
_LARGEST_TIMES = 10**12


def require_shape(data: Any) -> Mapping[str, Any]:
    """Give the data back if it is shaped like a mapping. Raises `MappingFault` malformed."""
    if not isinstance(data, Mapping):
        raise _malformed("It is not one object.", "")
    for name, longest in _TEXT.items():
        if name in data:
            _require_text(data[name], name, longest)
    if not str(data.get("system", "")).strip():
        raise _malformed("It does not name the system.", "system")
    for name in _TEXTS:
        for one in _list(data.get(name, []), name):
            _require_text(one, name)
    for name in _PAIRS:
        _require_pairs(data.get(name), name)
    for name, needed in _PARTS.items():
        for part in _list(data.get(name, []), name):
            _require_part(part, name, needed)
    return data


def _require_part(part: Any, name: str, needed: tuple[str, ...]) -> None:
    if not isinstance(part, Mapping):
        raise _malformed("Each of these is an object.", name)
    for key, value in part.items():
        where = f"{name}.{key}"
        if key in {"meanings", "among"}:
            _require_pairs(value, where)
        elif key == "times":
            if isinstance(value, bool) or not isinstance(value, int):
                raise _malformed("It is not a whole number.", where)
            if not 1 <= value <= _LARGEST_TIMES:
                raise _malformed("It is not from one to a million million.", where)
        elif value is not None or key in needed:
            _require_text(value, where)
    for key in needed:
        if key not in part:
            raise _malformed("Something is lacking.", f"{name}.{key}")


def _require_pairs(value: Any, where: str) -> None:
    if value is None:
        return
    if not isinstance(value, Mapping) or len(value) > _MOST:
        raise _malformed("It is not an object of texts.", where)
    for key, one in value.items():
        _require_text(key, where)
        _require_text(one, where)


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list | tuple) or len(value) > _MOST:
        raise _malformed(f"It is not a list of at most {_MOST:,}.", where)
    return list(value)


def _require_text(value: Any, where: str, longest: int = _LONGEST) -> None:
    if not isinstance(value, str) or len(value) > longest:
        raise _malformed(f"It is not a text of at most {longest:,} characters.", where)
    if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise _malformed("It holds signs that cannot be stored.", where)


def _malformed(reason: str, where: str) -> MappingFault:
    return MappingFault("malformed", reason, where)
