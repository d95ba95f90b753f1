"""Writing the record: inside an operation, in its transaction, once for each thing that matters."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.db import connection

from upheld.foundation.models.record import RecordAbout, RecordEntry, RecordHead, RecordNode
from upheld.foundation.operation import note_fact
from upheld.foundation.operation_rows import insert
from upheld.foundation.record.canonical import canonical_json
from upheld.foundation.record.merkle import Frontier, leaf_hash
from upheld.foundation.search.documents import refresh_search
from upheld.foundation.tenancy.owned import Owned
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.tenancy.writing import require_operation
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from upheld.foundation.tenancy.writing import Running

KEPT_LEVEL = 8
"""Subtrees of 256 leaves and more are kept, so that a proof reads hundreds of rows, not all."""


def record(
    event: Enum,
    subject: Owned,
    *,
    about: Iterable[Owned | None] = (),
    reason: str = "",
    private: Mapping[str, Any] | None = None,
    set_aside: Iterable[str] = (),
    **data: Any,
) -> RecordEntry:
    """Write one entry about `subject`, and let the fact be answered by its reactions.

    `data` goes into the hashed body and must hold no personal data: identifiers, states, amounts,
    hashes. `private` and the fields changed by `change()` are kept beside it under a salted
    commitment. `about` names the other rows on whose timeline the entry belongs.
    """
    running = require_operation(event)
    secret = _private_part(running, subject, reason, private)
    salt = secrets.token_hex(16)
    body = {
        "event": str(event.value),
        "subject": reference(subject),
        "at": _plain(running.at),
        "by": _by(running),
        "data": _plain(data),
        "private": commitment(secret, salt),
    }
    if set_aside:
        body["set_aside"] = sorted(set_aside)
    entry = _append(body, running, subject, secret, salt)
    _index(entry, [subject, *(row for row in about if row is not None)])
    refresh_search(subject)
    note_fact(entry.event, subject, dict(data))
    return entry


def commitment(secret: Mapping[str, Any], salt: str) -> str:
    """Hash the private part with its salt: proves what was said, reveals nothing once erased."""
    return hashlib.sha256(salt.encode() + canonical_json(secret)).hexdigest()


def reference(row: Owned) -> str:
    """Name a row in the record: its kind and id, which stay when its name changes."""
    return f"{row._meta.label_lower}:{row.pk}"


def _private_part(
    running: Running, subject: Owned, reason: str, private: Mapping[str, Any] | None
) -> dict[str, Any]:
    changes = running.changes.pop((subject._meta.label_lower, subject.pk), {})
    said: dict[str, Any] = {"subject": str(subject), "by": running.by.name}
    if running.by.on_behalf_of:
        said["on_behalf_of"] = running.by.on_behalf_of
    if reason:
        said["reason"] = reason
    if changes:
        said["changes"] = {name: [_plain(a), _plain(b)] for name, (a, b) in changes.items()}
    if private:
        said.update(_plain(private))
    return said


def _by(running: Running) -> dict[str, Any]:
    by = running.by
    named = {
        "kind": str(by.kind),
        "person": by.person_id,
        "contact": by.contact_id,
        "key": by.key_id,
    }
    return {name: value for name, value in named.items() if value is not None}


def _append(
    body: dict[str, Any], running: Running, subject: Owned, secret: dict[str, Any], salt: str
) -> RecordEntry:
    head_id, frontier = _take_head()
    body["sequence"] = sequence = frontier.size
    text = canonical_json(body)
    leaf = leaf_hash(text)
    completed = frontier.append(leaf)
    entry = RecordEntry(
        sequence=sequence,
        at=running.at,
        event=body["event"],
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        person_id=running.by.person_id,
        body=text.decode(),
        leaf_hash=leaf.hex(),
        private=secret,
        salt=salt,
    )
    insert([entry])
    for node in completed[KEPT_LEVEL:]:
        RecordNode(level=node.level, index=node.index, digest=node.digest.hex()).save()
    _put_head(head_id, frontier)
    return entry


def _take_head() -> tuple[int, Frontier]:
    """Hold the head of the open provider's record until the transaction ends."""
    hold = " for update" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(_HEAD + hold, [current_scope().provider_id])
        found = cursor.fetchone()
    if found is None:
        head = RecordHead(size=0, root="", frontier=[])
        head.save()
        return head.pk, Frontier()
    return found[0], Frontier.from_json(json.loads(found[1]))


def _put_head(head_id: int, frontier: Frontier) -> None:
    stored = connection.ops.adapt_json_value(frontier.to_json(), None)
    put: list[Any] = [
        frontier.size,
        frontier.root().hex(),
        stored,
        current_scope().provider_id,
        head_id,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_NEW_HEAD, put)


_HEAD = 'select "id", "frontier" from "foundation_recordhead" where "provider_id" = %s'
_NEW_HEAD = (
    'update "foundation_recordhead" set "size" = %s, "root" = %s, "frontier" = %s '
    'where "provider_id" = %s and "id" = %s'
)


def _index(entry: RecordEntry, rows: Iterable[Owned]) -> None:
    seen = {(row._meta.label_lower, row.pk) for row in rows}
    insert(
        [
            RecordAbout(entry=entry, sequence=entry.sequence, subject_type=kind, subject_id=pk)
            for kind, pk in sorted(seen)
        ]
    )


def _plain(value: Any) -> Any:  # noqa: PLR0911  one line for each kind of value is the clearest
    """Turn our values into what canonical JSON knows."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    if isinstance(value, Rate):
        return {"ppm": value.ppm}
    if isinstance(value, Owned):
        return reference(value)
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(inner) for inner in value]
    if value is None or isinstance(value, (str, int)):
        return value
    return str(value)
