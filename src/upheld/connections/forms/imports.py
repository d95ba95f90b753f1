"""What is typed when a file is brought and its columns are named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms

from upheld.connections.rules.kinds import KINDS
from upheld.foundation.forms import Form
from upheld.foundation.refusals import invalid

LONGEST_JSON = 200_000


class BringForm(Form):
    """A file, and what kind of rows it holds."""

    kind = forms.ChoiceField(
        choices=[(kind, kind) for kind in KINDS],
        error_messages={"required": "Say what the file holds."},
    )
    file = forms.FileField(
        max_length=1000,
        error_messages={
            "required": "Choose a file.",
            "empty": "There is nothing in the file.",
            "max_length": "The file's name is too long.",
        },
    )
    mapping = forms.CharField(max_length=80, required=False)
    system = forms.CharField(max_length=40, required=False)


class SaveMappingForm(Form):
    """The name under which a mapping is kept."""

    name = forms.CharField(max_length=80, error_messages={"required": "Give it a name."})


def read_mapping(
    posted: Mapping[str, str], mapping: Mapping[str, Any], kind: str
) -> dict[str, Any]:
    """Give the mapping as the table of columns was filled in; what it does not show stays.

    Refuses with `invalid_input`.
    """
    before = {use["field"]: use for use in mapping.get("uses", [])}
    uses = []
    for field in KINDS[kind]:
        column = posted.get(f"column-{field.name}", "").strip()
        if not column:
            continue
        use = {**before.get(field.name, {}), "field": field.name, "column": column}
        for name in ("order", "decimal", "unit"):
            if f"{name}-{field.name}" in posted:
                use[name] = posted[f"{name}-{field.name}"] or None
        if use.get("unit") is None:
            use.pop("unit", None)
        if field.choices:
            use["meanings"] = _meanings(posted.get(f"meanings-{field.name}", ""), field.name)
        uses.append(use)
    changed = {**mapping, "uses": uses}
    for name in ("system", "zone", "currency"):
        if posted.get(name, "").strip():
            changed[name] = posted[name].strip()
    return changed


def read_json(text: str) -> dict[str, Any]:
    """Read a mapping that was edited as a whole. Refuses with `invalid_input`."""
    if len(text) > LONGEST_JSON:
        raise invalid(mapping="It is too long for a mapping.")
    try:
        read = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise invalid(mapping=f"It is not JSON: {fault}.") from fault
    if not isinstance(read, dict):
        raise invalid(mapping="A mapping is one object.")
    return read


def _meanings(text: str, field: str) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        said, mark, means = line.rpartition("=")
        if not mark:
            raise invalid(**{f"meanings-{field}": "Write each line as: their word = our word."})
        found[said.strip()] = means.strip()
    return found or None
