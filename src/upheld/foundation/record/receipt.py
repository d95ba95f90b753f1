"""Receipts and heads that leave the house, in the form that tools/verify_receipt.py reads.

A receipt holds one entry, its place, and the hashes that lead from it to the head of the whole
record. Whoever holds it can check it alone, and can later ask whether a newer head still begins
with the same record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from upheld.foundation.models.provider import Provider
from upheld.foundation.models.record import RecordEntry, RecordHead, RecordNode, WitnessedHead
from upheld.foundation.record.merkle import (
    EMPTY_ROOT,
    consistency_path,
    inclusion_path,
    is_consistent,
    is_included,
    node_hash,
    root_of,
)
from upheld.foundation.record.write import KEPT_LEVEL
from upheld.foundation.refusals import Refused, invalid
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.tenancy.writing import bookkeeping

RECEIPT_FORMAT = "upheld-receipt/1"
HEAD_FORMAT = "upheld-head/1"


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """A file that belongs to a receipt: its bare name and its SHA-256 in hex."""

    name: str
    sha256: str


def receipt_for(
    entry: RecordEntry, *, at: datetime, files: Iterable[ReceiptFile] = ()
) -> dict[str, Any]:
    """Give the receipt of an entry against the record's head as it is now.

    Reads a few hundred rows, however long the record is. Holds no personal data: those are in the
    entry only as a salted hash. Refuses with: record_damaged.
    """
    size, root = _head_now()
    tree = _StoredTree()
    path = inclusion_path(tree.subtree, entry.sequence, size)
    leaf = bytes.fromhex(entry.leaf_hash)
    if not is_included(leaf, entry.sequence, size, path, bytes.fromhex(root)):
        raise _damaged()
    return {
        "format": RECEIPT_FORMAT,
        "provider": _provider_name(),
        "entry": json.loads(entry.body),
        "index": entry.sequence,
        "tree_size": size,
        "inclusion_path": [step.hex() for step in path],
        "leaf_hash": entry.leaf_hash,
        "head": {"size": size, "root": root, "at": _moment(at)},
        "files": [{"name": one.name, "sha256": one.sha256} for one in files],
    }


def head_document(*, at: datetime, since: int | None = None) -> dict[str, Any]:
    """Give the record's head as it is now, for somebody outside to keep.

    With `since` (the size of a head that they have) it comes with the hashes that prove that the
    record only grew from there. Refuses with: invalid_input, record_damaged.
    """
    size, root = _head_now()
    document: dict[str, Any] = {
        "format": HEAD_FORMAT,
        "provider": _provider_name(),
        "size": size,
        "root": root,
        "at": _moment(at),
    }
    if since is None or since == size:
        return document
    if not 0 < since < size:
        raise invalid(since=f"The record has {size} entries; give a size from 1 to {size}.")
    tree = _StoredTree()
    path = consistency_path(tree.subtree, since, size)
    if not is_consistent(since, tree.subtree(0, since), size, bytes.fromhex(root), path):
        raise _damaged()
    return {
        **document,
        "consistency": {
            "from_size": since,
            "to_size": size,
            "path": [step.hex() for step in path],
        },
    }


def witness_head(to: str, *, at: datetime) -> WitnessedHead:
    """Note that somebody outside got the record's head as it is now, so that a rewrite would show.

    Call it in the transaction that hands the head out; `to` says who has it.
    """
    size, root = _head_now()
    with bookkeeping():
        noted: WitnessedHead = WitnessedHead.objects.create(
            size=size, root=root, at=at, witness=to[:200]
        )
    return noted


def _head_now() -> tuple[int, str]:
    head = RecordHead.objects.first()
    if head is None or not head.size:
        return 0, EMPTY_ROOT.hex()
    return head.size, head.root


def _provider_name() -> str:
    return Provider.objects.only("slug").get(pk=current_scope().provider_id).slug


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _damaged() -> Refused:
    return Refused(
        "record_damaged",
        "The stored record does not lead to its own head.",
        what="No receipt was written.",
        remedy="Run `upheld record verify`: it names the first entry that does not hold.",
    )


@dataclass(slots=True)
class _StoredTree:
    """Reads roots of parts of the tree: kept nodes for large parts, leaves for the rest."""

    blocks: dict[int, list[bytes]] = field(default_factory=dict)

    def subtree(self, start: int, end: int) -> bytes:
        """Give the root of the leaves [start, end), as `merkle.Subtree`."""
        parts: list[bytes] = []
        while end - start >= 1 << KEPT_LEVEL:
            level = (end - start).bit_length() - 1
            parts.append(self._node(level, start >> level))
            start += 1 << level
        if start < end:
            parts.append(root_of(self._leaves(start, end)))
        root = parts.pop()
        while parts:
            root = node_hash(parts.pop(), root)
        return root

    def _node(self, level: int, index: int) -> bytes:
        """Read a kept node; one that is missing is computed from the two below it."""
        rows = RecordNode.objects.filter(level=level, index=index)
        kept = rows.values_list("digest", flat=True).first()
        if kept is not None:
            return bytes.fromhex(kept)
        if level == KEPT_LEVEL:
            return root_of(self._leaves(index << level, (index + 1) << level))
        return node_hash(self._node(level - 1, 2 * index), self._node(level - 1, 2 * index + 1))

    def _leaves(self, start: int, end: int) -> list[bytes]:
        """Give the leaf hashes of a part of one block of 256, which is read once."""
        block = start >> KEPT_LEVEL
        if block not in self.blocks:
            first = block << KEPT_LEVEL
            rows = RecordEntry.objects.filter(
                sequence__gte=first, sequence__lt=first + (1 << KEPT_LEVEL)
            )
            hashes = rows.order_by("sequence").values_list("leaf_hash", flat=True)
            self.blocks[block] = [bytes.fromhex(one) for one in hashes]
        offset = block << KEPT_LEVEL
        return self.blocks[block][start - offset : end - offset]
