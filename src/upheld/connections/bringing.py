"""Bringing a file through a door: kept, looked at, ready to be tried or started."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING

from upheld.connections.arriving import look_at, saved_mapping
from upheld.connections.models import ImportRun
from upheld.connections.operations.runs import bad_mapping, begin_import
from upheld.connections.rules.kinds import KINDS
from upheld.connections.rules.mapping import MappingFault, to_json
from upheld.connections.rules.unreadable import Unreadable
from upheld.connections.staging import LIMITS, stage
from upheld.foundation.refusals import Refused, invalid

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

LONGEST_NAME = 200


def bring(
    *,
    pieces: Iterable[bytes],
    file_name: str,
    kind: str,
    mapping: str,
    system: str,
    by: Actor,
    at: datetime,
) -> ImportRun:
    """Keep a file and begin its import. Nothing of it is taken in before it is started.

    `mapping` names one that was saved or ships; left empty, one is found or proposed. Refuses with:
    invalid_input, bad_mapping, too_big, and the codes of docs/guides/import.md; a file that is
    refused is not kept.
    """
    if kind not in KINDS:
        raise invalid(kind="This kind cannot be imported.")
    staged = stage(by.provider_id, pieces)
    known = ImportRun.objects.filter(file_sha256=staged.sha256, is_staged=True).exists()
    try:
        given = saved_mapping(mapping, kind) if mapping else None
        arrival = look_at(staged.path, kind, given, limits=LIMITS, system=_plain(system) or "file")
        return begin_import(
            kind=kind, file_name=_plain(PurePath(file_name).name), file_sha256=staged.sha256,
            file_bytes=staged.bytes, mapping=to_json(arrival.mapping), is_staged=True,
            rows_expected=arrival.rows_expected, by=by, at=at,
        )  # fmt: skip
    except (Unreadable, MappingFault, Refused) as fault:
        if not known:
            staged.path.unlink(missing_ok=True)
        if isinstance(fault, Unreadable):
            raise refused_file(fault) from fault
        if isinstance(fault, MappingFault):
            raise bad_mapping(fault) from fault
        raise


def refused_file(fault: Unreadable) -> Refused:
    """Build the refusal of a file that cannot be read."""
    where = "" if fault.row is None else f" (row {fault.row})"
    return Refused(
        fault.code, f"{fault.reason}{where}", what="Nothing was imported.", remedy=fault.remedy
    )


def _plain(text: str) -> str:
    """Leave out signs that no database keeps."""
    kept = (sign for sign in text if sign.isprintable() and not "\ud800" <= sign <= "\udfff")
    return "".join(kept).strip()[:LONGEST_NAME]
