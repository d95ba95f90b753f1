"""Canonical JSON: one value, one sequence of bytes, so that a hash of it means something.

As RFC 8785 (keys in the order of their UTF-16 code units, no space, shortest escapes, UTF-8),
with three differences that make it stricter: no fractional numbers at all, whole numbers of at
most 64 bits, and strings composed (NFC) on the way. A value without these reads the same here
and in any implementation of RFC 8785 (whose own numbers stop at 53 bits).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence

Canonical = None | bool | int | str | Sequence["Canonical"] | Mapping[str, "Canonical"]
"""What the record can hold."""

_SMALLEST, _LARGEST = -(2**63), 2**63 - 1
_DEEPEST = 64


class NotCanonical(ValueError):  # noqa: N818  says what is wrong, as the domain does
    """A value cannot be written canonically; `path` names the place, like "lines[2].price"."""

    def __init__(self, code: str, path: str, why: str) -> None:
        super().__init__(f"{path or 'the value'}: {why}")
        self.code = code
        self.path = path


def canonical_json(value: Canonical) -> bytes:
    """Write a value as canonical JSON in UTF-8.

    Raises NotCanonical: fraction, number_too_large, unknown_type, key_not_text, key_twice,
    text_not_writable (a lone surrogate or a NUL, which databases refuse), too_deep.
    """
    return json.dumps(
        _composed(value, "", 0), ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def _composed(value: object, path: str, depth: int) -> object:
    """Give the value with composed strings and its keys in order, having refused the rest."""
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return _composed_text(value, path)
    if isinstance(value, int):
        if not _SMALLEST <= value <= _LARGEST:
            raise NotCanonical("number_too_large", path, "a whole number of at most 64 bits fits.")
        return int(value)
    if depth >= _DEEPEST:
        raise NotCanonical("too_deep", path, f"at most {_DEEPEST} levels fit.")
    if isinstance(value, Mapping):
        return _composed_mapping(value, path, depth)
    if isinstance(value, list | tuple):
        return [_composed(one, f"{path}[{at}]", depth + 1) for at, one in enumerate(value)]
    if isinstance(value, float):
        why = "fractional numbers are not exact; use whole minor units, millionths or seconds."
        raise NotCanonical("fraction", path, why)
    raise NotCanonical("unknown_type", path, f"{type(value).__name__} has no canonical form.")


def _composed_text(text: str, path: str) -> str:
    composed = str(text) if text.isascii() else unicodedata.normalize("NFC", text)
    if "\0" in composed or not _is_encodable(composed):
        raise NotCanonical("text_not_writable", path, "a NUL or half a surrogate pair is in it.")
    return composed


def _is_encodable(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text)


def _composed_mapping(value: Mapping[object, object], path: str, depth: int) -> object:
    composed: dict[str, object] = {}
    for key, inner in value.items():
        if not isinstance(key, str):
            raise NotCanonical("key_not_text", path, f"the key {key!r} is not text.")
        place = f"{path}.{key}" if path else key
        name = _composed_text(key, place)
        if name in composed:
            raise NotCanonical("key_twice", place, "two keys are the same text once composed.")
        composed[name] = _composed(inner, place, depth + 1)
    if all(name.isascii() for name in composed):
        return dict(sorted(composed.items()))
    return dict(sorted(composed.items(), key=lambda item: item[0].encode("utf-16-be")))
