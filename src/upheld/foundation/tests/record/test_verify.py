"""Whoever owns the database can change anything in it; the check must see every such change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection, transaction

from upheld.demo.cast import OPENING
from upheld.foundation.models import RecordEntry, RecordHead
from upheld.foundation.record.canonical import canonical_json
from upheld.foundation.record.merkle import Frontier, leaf_hash
from upheld.foundation.record.receipt import witness_head
from upheld.foundation.record.verify import Head, Verdict, keep_check, verify_record
from upheld.foundation.record.write import commitment

if TYPE_CHECKING:
    from upheld.demo.cast import Company

TABLES = ("foundation_recordentry", "foundation_recordabout", "foundation_witnessedhead",
          "foundation_recordnode")  # fmt: skip
ENTRY = "foundation_recordentry"


@pytest.fixture
def owned(world: Company) -> Company:
    """The small company, with its record witnessed and all triggers gone, as its owner can do."""
    witness_head("Acme's auditor", at=OPENING)
    with connection.cursor() as cursor:
        for statement in _without_triggers(cursor):
            cursor.execute(statement)
    return world


def _without_triggers(cursor: Any) -> list[str]:
    if connection.vendor == "postgresql":
        # A table cannot be altered while checks of its rows wait for the end of the transaction.
        disable = [f'alter table "{table}" disable trigger user' for table in TABLES]
        return ["set constraints all immediate", *disable]
    cursor.execute("select name, tbl_name from sqlite_master where type = 'trigger'")
    return [f'drop trigger "{name}"' for name, table in cursor.fetchall() if table in TABLES]


def run(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@contextmanager
def undone() -> Iterator[None]:
    """Put back afterwards whatever is done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def verdict_after(company: Company, *changes: tuple[Any, ...], heads: Any = ()) -> Verdict:
    with undone():
        for sql, *params in changes:
            run(sql, *params)
        return verify_record(company.provider, heads)


def codes(verdict: Verdict) -> list[str]:
    return [fault.code for fault in verdict.faults]


def entries() -> list[RecordEntry]:
    return list(RecordEntry.objects.order_by("sequence"))


def test_an_untouched_record_is_well(owned: Company) -> None:
    verdict = verify_record(owned.provider)
    assert verdict.well
    assert verdict.size == RecordEntry.objects.count() == verdict.witnessed > 5
    assert verdict.root == RecordHead.objects.get().root
    assert verdict.unwitnessed == 0


def test_erasing_the_personal_part_is_allowed_and_counted(owned: Company) -> None:
    erase = (f"update {ENTRY} set private = null, salt = null where sequence = 2",)
    verdict = verdict_after(owned, erase)
    assert verdict.well
    assert verdict.erased == 1
    half = (f"update {ENTRY} set private = null where sequence = 2",)
    assert codes(verdict_after(owned, half)) == ["half_erased"]


@pytest.mark.parametrize("which", [0, 3, -1])
@pytest.mark.parametrize("column", ["body", "leaf_hash", "salt", "private"])
def test_every_changed_byte_is_found(column: str, which: int, owned: Company) -> None:
    entry = entries()[which]
    value = getattr(entry, column)
    text = json.dumps(value) if column == "private" else value
    found = refused = 0
    for at in range(len(text)):
        changed = text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]
        cast = "::jsonb" if column == "private" and connection.vendor == "postgresql" else ""
        change = (f"update {ENTRY} set {column} = %s{cast} where id = %s", changed, entry.pk)
        try:
            verdict = verdict_after(owned, change)
        except DatabaseError:
            refused += 1
            continue
        assert verdict.faults, f"{column} byte {at}: {text[at]!r} to {changed[at]!r} went unseen"
        assert verdict.faults[0].sequence == entry.sequence
        assert verdict.faults[0].entry_id == entry.pk
        found += 1
    assert found + refused == len(text)
    assert found >= len(text) // 2
    assert refused == 0 or column == "private"


@pytest.mark.parametrize(
    "change",
    [
        "event = 'people.pay.set'",
        "subject_type = 'people.team'",
        "subject_id = subject_id + 1",
        "person_id = coalesce(person_id, 0) + 1",
        "at = '2020-01-01 00:00:00+00:00'",
    ],
)
def test_what_an_entry_is_looked_up_by_must_agree_with_it(change: str, owned: Company) -> None:
    verdict = verdict_after(owned, (f"update {ENTRY} set {change} where sequence = 4",))
    assert codes(verdict) == ["entry_relabelled"]
    assert verdict.faults[0].sequence == 4


def test_every_removed_entry_is_found(owned: Company) -> None:
    last = entries()[-1].sequence
    for entry in entries():
        verdict = verdict_after(
            owned,
            ("delete from foundation_recordabout where entry_id = %s", entry.pk),
            (f"delete from {ENTRY} where id = %s", entry.pk),
        )
        assert codes(verdict)[0] == ("record_cut" if entry.sequence == last else "entry_missing")
        if entry.sequence != last:
            assert verdict.faults[0].sequence == entry.sequence + 1


def test_every_swap_of_two_entries_is_found(owned: Company) -> None:
    swap = f"update {ENTRY} set sequence = %s where id = %s"
    all_entries = entries()
    for place, one in enumerate(all_entries):
        for other in all_entries[place + 1 :]:
            verdict = verdict_after(
                owned,
                (swap, 10_000, one.pk),
                (swap, one.sequence, other.pk),
                (swap, other.sequence, one.pk),
            )
            assert verdict.faults[0].code == "entry_relabelled"
            assert verdict.faults[0].sequence == one.sequence


def _forged(entry: RecordEntry, sequence: int, **data: Any) -> tuple[str, str]:
    """Give the text and fingerprint of an entry as somebody careful would forge it."""
    body = {**json.loads(entry.body), "sequence": sequence, "data": data}
    text = canonical_json(body)
    return text.decode(), leaf_hash(text).hex()


_COPY = """
    insert into foundation_recordentry (provider_id, version, sequence, at, event, subject_type,
        subject_id, person_id, body, leaf_hash, private, salt)
    select provider_id, version, %s, at, event, subject_type, subject_id, person_id, %s, %s,
        private, salt from foundation_recordentry where id = %s
"""


def test_every_inserted_entry_is_found(owned: Company) -> None:
    all_entries = entries()
    for place in range(len(all_entries) + 1):
        model = all_entries[min(place, len(all_entries) - 1)]
        body, leaf = _forged(model, place, forged=True)
        moves = [
            (f"update {ENTRY} set sequence = %s where id = %s", later.sequence + 1, later.pk)
            for later in reversed(all_entries[place:])
        ]
        verdict = verdict_after(owned, *moves, (_COPY, place, body, leaf, model.pk))
        assert verdict.faults
        at_end = place == len(all_entries)
        assert ("entry_added" if at_end else "entry_relabelled") in codes(verdict)


def _rewritten(all_entries: list[RecordEntry], *, head: bool) -> list[tuple[Any, ...]]:
    """Rewrite everything so that it agrees with itself, as only a database's owner could."""
    frontier = Frontier()
    changes: list[tuple[Any, ...]] = []
    for entry in all_entries:
        body, leaf = entry.body, entry.leaf_hash
        if entry.sequence >= 3:
            body, leaf = _forged(entry, entry.sequence, role="somebody else's idea")
        frontier.append(bytes.fromhex(leaf))
        change = f"update {ENTRY} set body = %s, leaf_hash = %s where id = %s"
        changes.append((change, body, leaf, entry.pk))
    if head:
        change = "update foundation_recordhead set size = %s, root = %s, frontier = %s"
        if connection.vendor == "postgresql":
            change = change.replace("frontier = %s", "frontier = %s::jsonb")
        stored = json.dumps(frontier.to_json())
        changes.append((change, frontier.size, frontier.root().hex(), stored))
    return changes


def test_a_rewrite_of_all_entries_does_not_agree_with_the_head(owned: Company) -> None:
    verdict = verdict_after(owned, *_rewritten(entries(), head=False))
    assert codes(verdict) == ["head_differs", "witness_contradicted"]


def test_a_rewrite_of_everything_does_not_agree_with_a_witness(owned: Company) -> None:
    verdict = verdict_after(owned, *_rewritten(entries(), head=True))
    assert codes(verdict) == ["witness_contradicted"]
    assert "Acme's auditor" in verdict.faults[0].why


def test_a_witness_inside_can_be_removed_but_not_one_outside(owned: Company) -> None:
    head = RecordHead.objects.get()
    outside = Head(head.size, head.root, "the customer's receipt")
    forget = ("delete from foundation_witnessedhead",)
    rewritten = _rewritten(entries(), head=True)
    alone = verdict_after(owned, *rewritten, forget)
    assert alone.well
    assert alone.unwitnessed == alone.size
    verdict = verdict_after(owned, *rewritten, forget, heads=[outside])
    assert codes(verdict) == ["witness_contradicted"]
    assert "the customer's receipt" in verdict.faults[0].why


def test_a_cut_tail_is_found_even_when_the_head_was_cut_too(owned: Company) -> None:
    kept = entries()[:4]
    cut = (
        ("delete from foundation_recordabout where sequence >= 4",),
        (f"delete from {ENTRY} where sequence >= 4",),
    )
    assert codes(verdict_after(owned, *cut))[-1] == "record_cut"
    verdict = verdict_after(owned, *cut, *_rewritten(kept, head=True)[-1:])
    assert "record_cut" in codes(verdict)
    assert "Acme's auditor" in " ".join(fault.why for fault in verdict.faults)


def test_an_honest_head_of_an_earlier_day_is_part_of_the_record(owned: Company) -> None:
    frontier = Frontier()
    heads = [Head(0, Frontier().root().hex())]
    for entry in entries():
        frontier.append(bytes.fromhex(entry.leaf_hash))
        heads.append(Head(frontier.size, frontier.root().hex()))
    assert verify_record(owned.provider, heads).well
    wrong = Head(3, heads[4].root, "somebody mistaken")
    assert codes(verify_record(owned.provider, [wrong])) == ["witness_contradicted"]


@pytest.mark.parametrize(
    "change",
    [
        "root = '" + "0" * 64 + "'",
        "size = size + 1",
        "size = size - 1",
        "frontier = '[]'",
        "frontier = '[1, \"xx\"]'",
    ],
)
def test_a_changed_head_is_found(change: str, owned: Company) -> None:
    assert not verdict_after(owned, (f"update foundation_recordhead set {change}",)).well


def test_a_stored_node_must_be_that_of_its_entries(owned: Company) -> None:
    insert = (
        "insert into foundation_recordnode (provider_id, version, level, index, digest) "
        "values (%s, 1, %s, 0, %s)"
    )
    if connection.vendor == "sqlite":
        insert = insert.replace("index,", '"index",')
    provider = owned.provider.pk
    assert codes(verdict_after(owned, (insert, provider, 1, "0" * 64))) == ["node_changed"]
    assert codes(verdict_after(owned, (insert, provider, 9, "0" * 64))) == ["node_changed"]


def test_text_that_is_no_entry_is_found_and_does_not_stop_the_check(owned: Company) -> None:
    for body in ("", "[]", "{", "null", '{"by": 1}', '{"by": {"person": 1}}'):
        leaf = leaf_hash(body.encode()).hex()
        change = (f"update {ENTRY} set body = %s, leaf_hash = %s where sequence = 1", body, leaf)
        verdict = verdict_after(owned, change)
        assert verdict.faults[0].code == "entry_relabelled"
        assert verdict.faults[0].sequence == 1


def test_a_forged_personal_part_needs_more_than_a_new_salt(owned: Company) -> None:
    entry = entries()[2]
    assert entry.private
    assert entry.salt
    forged = {**entry.private, "by": "Somebody Else"}
    assert commitment(forged, entry.salt) != json.loads(entry.body)["private"]
    cast = "::jsonb" if connection.vendor == "postgresql" else ""
    change = f"update {ENTRY} set private = %s{cast}, salt = %s where id = %s"
    verdict = verdict_after(owned, (change, json.dumps(forged), "0" * 32, entry.pk))
    assert codes(verdict) == ["private_changed"]


def test_each_provider_is_checked_alone(owned: Company, elsewhere: Company) -> None:
    run(f"update {ENTRY} set leaf_hash = %s where sequence = 2", "0" * 64)
    assert not verify_record(owned.provider).well
    verdict = verify_record(elsewhere.provider)
    assert verdict.well
    assert verdict.size == 2


def test_what_was_found_is_kept(owned: Company) -> None:
    run(f"update {ENTRY} set leaf_hash = %s where sequence = 2", "0" * 64)
    kept = keep_check(verify_record(owned.provider), OPENING)
    assert not kept.well
    assert kept.faults[0]["sequence"] == 2
