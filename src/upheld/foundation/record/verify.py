"""Checking a whole record: nothing changed, lost, added or moved since it was written.

Everything is computed again from the entries themselves, one at a time, so memory stays bounded.
Somebody who owns the database can rewrite entries, hashes and the head so that they agree with
each other; only a head that left the house before shows it. What is newer than the newest such
head is therefore counted and said.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from upheld.foundation.models.provider import Provider
from upheld.foundation.models.record import (
    RecordCheck,
    RecordEntry,
    RecordHead,
    RecordNode,
    WitnessedHead,
)
from upheld.foundation.record.canonical import NotCanonical
from upheld.foundation.record.merkle import BadFrontier, Frontier, leaf_hash
from upheld.foundation.record.write import commitment
from upheld.foundation.tenancy.scope import open_provider
from upheld.foundation.tenancy.writing import bookkeeping

AT_ONCE = 2000
MOST_FAULTS = 20

_COLUMNS = (
    "pk", "sequence", "at", "event", "subject_type", "subject_id", "person_id", "body",
    "leaf_hash", "private", "salt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """A head that somebody holds: the record had `size` entries and this root (hex)."""

    size: int
    root: str
    witness: str = "the head given"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not hold, with the entry that is to blame where there is one."""

    code: str
    why: str
    sequence: int | None = None
    entry_id: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found. `faults` are in the order of the record, at most twenty."""

    size: int
    root: str
    erased: int
    witnessed: int
    """How many entries the newest head that left the house covers."""
    faults: tuple[Fault, ...]

    @property
    def well(self) -> bool:
        """Tell whether all of it holds."""
        return not self.faults

    @property
    def unwitnessed(self) -> int:
        """Count the entries that no head outside the house vouches for yet."""
        return max(0, self.size - self.witnessed)


def verify_record(provider: Provider, heads: Iterable[Head] = ()) -> Verdict:
    """Check a provider's whole record, entry by entry, against its head and all witnessed heads.

    `heads` are further heads, held by somebody outside. Memory is bounded; a million entries take
    less than a minute. Nothing is written.
    """
    with open_provider(provider.pk):
        check = _Check(sorted([*_witnessed(), *heads], key=lambda head: head.size), _kept_nodes())
        before = RecordHead.objects.first()
        check.expect(before)
        for entry in _entries():
            check.take(entry)
        return check.verdict(RecordHead.objects.first())


def keep_check(verdict: Verdict, at: datetime) -> RecordCheck:
    """Keep what a check found, for the page of the record; a provider is open."""
    with bookkeeping():
        kept: RecordCheck = RecordCheck.objects.create(
            at=at,
            size=verdict.size,
            root=verdict.root,
            well=verdict.well,
            unwitnessed=verdict.unwitnessed,
            faults=[
                {"code": one.code, "why": one.why, "sequence": one.sequence}
                for one in verdict.faults
            ],
        )
    return kept


def _entries() -> Iterator[dict[str, Any]]:
    rows = RecordEntry.objects.order_by("sequence", "pk").values_list(*_COLUMNS)
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield dict(zip(_COLUMNS, row, strict=True))


def _witnessed() -> list[Head]:
    rows = WitnessedHead.objects.order_by("size").values_list("size", "root", "witness").distinct()
    return [Head(size, root, witness) for size, root, witness in rows]


def _kept_nodes() -> dict[tuple[int, int], str]:
    rows = RecordNode.objects.values_list("level", "index", "digest")
    return {(level, index): digest for level, index, digest in rows}


@dataclass(slots=True)
class _Check:
    """One run through the record."""

    heads: list[Head]
    nodes: dict[tuple[int, int], str]
    frontier: Frontier = field(default_factory=Frontier)
    expected: int = 0
    erased: int = 0
    agreed: int = 0
    """How many entries were found as some witnessed head says."""
    own: Head | None = None
    faults: list[Fault] = field(default_factory=list)

    def note(self, code: str, why: str, entry: Mapping[str, Any] | None = None) -> None:
        """Note a fault, unless there are many already."""
        if len(self.faults) < MOST_FAULTS:
            where = (entry["sequence"], entry["pk"]) if entry else (None, None)
            self.faults.append(Fault(code, why, *where))

    def expect(self, head: RecordHead | None) -> None:
        """Take the head that the database has now as one more to be met on the way."""
        if head is not None:
            self.own = Head(head.size, head.root or Frontier().root().hex(), "the record itself")
            self._check_own(head)
        self._meet_heads()

    def _check_own(self, head: RecordHead) -> None:
        try:
            kept = Frontier.from_json(head.frontier)
        except BadFrontier as wrong:
            self.note("head_damaged", f"The stored head cannot be read: {wrong}.")
            return
        if (kept.size, kept.root().hex()) != (head.size, head.root or kept.root().hex()):
            self.note("head_damaged", "The stored head does not agree with its own parts.")

    def take(self, entry: Mapping[str, Any]) -> None:
        """Check one entry and add it to the tree."""
        if entry["sequence"] != self.expected:
            self._note_place(entry)
        self.expected = entry["sequence"] + 1
        leaf = leaf_hash(entry["body"].encode("utf-8", "surrogatepass"))
        if leaf.hex() != entry["leaf_hash"]:
            why = "its text and its fingerprint do not belong together: one of them was changed."
            self.note("entry_changed", _of(entry, why), entry)
        wrong = _differing(entry)
        if wrong:
            why = f"what it is looked up by differs from its text: {', '.join(wrong)}."
            self.note("entry_relabelled", _of(entry, why), entry)
        self._check_private(entry)
        for node in self.frontier.append(leaf):
            kept = self.nodes.pop((node.level, node.index), None)
            if kept is not None and kept != node.digest.hex():
                why = "a stored hash over it and those before it is not theirs."
                self.note("node_changed", _of(entry, why), entry)
        self._meet_heads()

    def _note_place(self, entry: Mapping[str, Any]) -> None:
        if entry["sequence"] > self.expected:
            last = entry["sequence"] - 1
            what = (
                f"entry {last} is"
                if last == self.expected
                else f"entries {self.expected} to {last} are"
            )
            self.note("entry_missing", f"Before entry {entry['sequence']}, {what} missing.", entry)
        else:
            self.note("entry_twice", f"There is more than one entry {entry['sequence']}.", entry)

    def _check_private(self, entry: Mapping[str, Any]) -> None:
        private, salt = entry["private"], entry["salt"]
        if private is None and salt is None:
            self.erased += 1
            return
        if private is None or salt is None:
            self.note("half_erased", _of(entry, "its personal part was erased by half."), entry)
            return
        try:
            found = commitment(private, salt)
        except (NotCanonical, AttributeError, TypeError):
            found = ""
        if found != _part(entry["body"], "private"):
            self.note("private_changed", _of(entry, "its personal part was changed."), entry)

    def _meet_heads(self) -> None:
        """Compare the tree with every head of this size."""
        size = self.frontier.size
        if self.own is not None and self.own.size == size:
            self._compare(self.own, "head_differs")
        while self.heads and self.heads[0].size <= size:
            head = self.heads.pop(0)
            if head.size == size and self._compare(head, "witness_contradicted"):
                self.agreed = size

    def _compare(self, head: Head, code: str) -> bool:
        if self.frontier.root().hex() == head.root.lower():
            return True
        since = f"from entry {self.agreed} on" if self.agreed else "anywhere"
        self.note(
            code,
            f"The first {head.size} entries are not those of the head held by {head.witness}: "
            f"something {since} was changed, removed or put in.",
        )
        return False

    def verdict(self, now: RecordHead | None) -> Verdict:
        """Say what was found, having looked for what should have come and did not."""
        size = self.frontier.size
        for head in self.heads:
            why = f"{head.witness} holds a head of {head.size} entries; only {size} are left."
            self.note("record_cut", f"The end is missing: {why}")
        told = now.size if now is not None else 0
        if told > size:
            self.note("record_cut", f"The end is missing: {told} were written, {size} are left.")
        elif told < size:
            why = f"{size} entries are there, but only {told} were written."
            self.note("entry_added", f"Something was put at the end: {why}")
        if self.nodes:
            self.note("node_changed", "There are stored hashes over entries that do not exist.")
        return Verdict(
            size=size,
            root=self.frontier.root().hex(),
            erased=self.erased,
            witnessed=self.agreed,
            faults=tuple(self.faults),
        )


def _of(entry: Mapping[str, Any], why: str) -> str:
    return f"Entry {entry['sequence']}: {why}"


def _part(body: str, name: str) -> Any:
    try:
        parsed = json.loads(body)
    except ValueError:
        return None
    return parsed.get(name) if isinstance(parsed, dict) else None


def _differing(entry: Mapping[str, Any]) -> list[str]:
    """Name the columns that do not say what the hashed text says."""
    try:
        body = json.loads(entry["body"])
        by = body["by"].get("person")
        said = (body["sequence"], body["event"], body["subject"], body["at"], by)
    except (ValueError, KeyError, TypeError, AttributeError):
        return ["its text is not that of an entry"]
    subject = f"{entry['subject_type']}:{entry['subject_id']}"
    at = entry["at"].astimezone(UTC).isoformat().replace("+00:00", "Z")
    stored = (entry["sequence"], entry["event"], subject, at, entry["person_id"])
    names = ("number", "event", "subject", "moment", "person")
    return [name for name, a, b in zip(names, said, stored, strict=True) if a != b]
