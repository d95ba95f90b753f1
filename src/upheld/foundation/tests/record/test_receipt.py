"""Receipts and heads hold in the eyes of the program that a customer would use."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upheld.demo.cast import OPENING
from upheld.foundation.models import RecordEntry, RecordHead, RecordNode, WitnessedHead
from upheld.foundation.record.receipt import (
    ReceiptFile,
    head_document,
    receipt_for,
    witness_head,
)
from upheld.foundation.record.verify import verify_record
from upheld.foundation.refusals import Refused
from upheld.people.operations.people import change_person

if TYPE_CHECKING:
    from upheld.demo.cast import Company

VERIFIER = Path(__file__).parents[5] / "tools" / "verify_receipt.py"


def verified(folder: Path, receipt: dict[str, Any], *more: str) -> subprocess.CompletedProcess[str]:
    file = folder / "receipt.json"
    file.write_text(json.dumps(receipt), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(file), *more],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def grow(company: Company, count: int) -> None:
    """Add entries to the record, one change at a time."""
    theo = company.people["theo"]
    for number in range(count):
        change_person(person=theo, title=f"Technician {number}", by=company.ana, at=OPENING)


def test_every_entry_has_a_receipt_that_holds(world: Company, tmp_path: Path) -> None:
    for entry in RecordEntry.objects.order_by("sequence"):
        done = verified(tmp_path, receipt_for(entry, at=OPENING))
        assert done.returncode == 0, done.stdout


def test_a_receipt_names_its_files(world: Company, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"signed")
    digest = "ac6db99b8b9ea3edc0a1c5b7d3e8d4f7a0c1fbfcf8c4c96da2ed2ffd2b6f1d51"
    entry = RecordEntry.objects.get(sequence=0)
    receipt = receipt_for(entry, at=OPENING, files=[ReceiptFile("a.pdf", digest)])
    done = verified(tmp_path, receipt, "--files", str(tmp_path))
    assert done.returncode == 1
    assert "a.pdf is not the file" in done.stdout


def test_a_later_head_proves_that_the_record_only_grew(world: Company, tmp_path: Path) -> None:
    receipt = receipt_for(RecordEntry.objects.get(sequence=2), at=OPENING)
    size = RecordHead.objects.get().size
    grow(world, 5)
    head = tmp_path / "head.json"
    head.write_text(json.dumps(head_document(at=OPENING, since=size)))
    done = verified(tmp_path, receipt, "--head", str(head))
    assert done.returncode == 0, done.stdout
    assert "unchanged" in done.stdout


def test_a_long_record_is_proven_by_reading_little(world: Company, tmp_path: Path) -> None:
    grow(world, 1100)
    size = RecordHead.objects.get().size
    assert RecordNode.objects.count() == sum(size >> level for level in range(8, 12))
    assert verify_record(world.provider).well
    for sequence in (0, 255, 256, 511, 700, 1023, 1024, size - 1):
        entry = RecordEntry.objects.get(sequence=sequence)
        with CaptureQueriesContext(connection) as made:
            receipt = receipt_for(entry, at=OPENING)
        assert len(made.captured_queries) <= 12
        done = verified(tmp_path, receipt)
        assert done.returncode == 0, done.stdout
    for since in (1, 200, 256, 300, 1024, 1025, size - 1):
        document = head_document(at=OPENING, since=since)
        assert document["consistency"]["from_size"] == since


def test_a_damaged_record_gives_no_receipt(world: Company) -> None:
    RecordHead.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("update foundation_recordhead set root = %s", ["0" * 64])
    with pytest.raises(Refused, match="record_damaged"):
        receipt_for(RecordEntry.objects.get(sequence=0), at=OPENING)


@pytest.mark.parametrize("since", [0, -1, 10_000])
def test_a_head_since_a_size_that_never_was_is_refused(since: int, world: Company) -> None:
    with pytest.raises(Refused, match="invalid_input"):
        head_document(at=OPENING, since=since)


def test_a_witness_is_noted(world: Company) -> None:
    witness_head("Acme", at=OPENING)
    noted = WitnessedHead.objects.get()
    assert (noted.size, noted.root) == (
        RecordHead.objects.get().size,
        RecordHead.objects.get().root,
    )
    assert noted.witness == "Acme"
