"""The mappings that come with Upheld, each a file of data beside this module."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from upheld.connections.rules.mapping import ColumnMapping, from_json


@cache
def shipped_mappings() -> tuple[ColumnMapping, ...]:
    """Answer all of them, in the order of their names."""
    folder = files("upheld.connections.rules").joinpath("mappings")
    found = sorted(
        (one for one in folder.iterdir() if one.name.endswith(".json")), key=lambda one: one.name
    )
    return tuple(from_json(json.loads(one.read_text(encoding="utf-8"))) for one in found)


def recognise(header: Iterable[str], kind: str | None = None) -> ColumnMapping | None:
    """Answer the shipped mapping that a header fits best: all its columns there, most of them."""
    there = set(header)
    fitting = [
        mapping
        for mapping in shipped_mappings()
        if mapping.columns_of_source() <= there and kind in (None, mapping.kind)
    ]
    return max(fitting, key=lambda mapping: len(mapping.columns_of_source()), default=None)
