"""The standalone verifier, run as the program it is, on receipts as the record writes them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from upheld.foundation.record.canonical import canonical_json
from upheld.foundation.record.merkle import (
    consistency_path,
    inclusion_path,
    leaf_hash,
    root_of,
    subtree_of,
)

VERIFIER = Path(__file__).parents[5] / "tools" / "verify_receipt.py"
INDEX, SIZE = 4, 11
CONTRACT = b"what was signed\n"


def starts(python: str) -> bool:
    return not subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode


others = filter(None, (shutil.which(f"python3.{minor}") for minor in (8, 9, 12, 13, 14)))
pythons = [sys.executable, *filter(starts, others)]


def entries(count: int) -> list[dict[str, Any]]:
    return [
        {"sequence": place, "event": "selling.quote.sent", "data": {"é": [place, None, True, "€"]}}
        for place in range(count)
    ]


def head(size: int) -> dict[str, Any]:
    leaves = [leaf_hash(canonical_json(entry)) for entry in entries(size)]
    return {"size": size, "root": root_of(leaves).hex(), "at": f"2026-11-{size:02}T12:00:00Z"}


def receipt() -> dict[str, Any]:
    leaves = [leaf_hash(canonical_json(entry)) for entry in entries(SIZE)]
    return {
        "format": "upheld-receipt/1",
        "provider": "Northlight IT",
        "entry": entries(SIZE)[INDEX],
        "leaf_hash": leaves[INDEX].hex(),
        "index": INDEX,
        "tree_size": SIZE,
        "inclusion_path": [step.hex() for step in inclusion_path(subtree_of(leaves), INDEX, SIZE)],
        "head": head(SIZE),
        "files": [{"name": "contract.pdf", "sha256": sha256(CONTRACT).hexdigest()}],
    }


def other_head(size: int) -> dict[str, Any]:
    old, new = sorted((size, SIZE))
    leaves = [leaf_hash(canonical_json(entry)) for entry in entries(new)]
    path = [step.hex() for step in consistency_path(subtree_of(leaves), old, new)]
    between = {"from_size": old, "to_size": new, "path": path}
    return {
        "format": "upheld-head/1",
        "provider": "Northlight IT",
        **head(size),
        "consistency": between,
    }


def check(folder: Path, found: Any, *more: str, python: str = sys.executable) -> tuple[int, str]:
    path = folder / "receipt.json"
    text = found if isinstance(found, bytes) else json.dumps(found, ensure_ascii=False).encode()
    path.write_bytes(text)
    run = subprocess.run(
        [python, "-I", str(VERIFIER), str(path), *more],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        cwd=folder,
    )
    assert not run.stderr, run.stderr
    return run.returncode, run.stdout


def write(path: Path, found: Any) -> str:
    path.write_text(json.dumps(found), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("python", pythons)
def test_an_honest_receipt_holds_on_any_python(tmp_path, python):
    (tmp_path / "contract.pdf").write_bytes(CONTRACT)
    later = write(tmp_path / "later.json", other_head(40))

    status, said = check(
        tmp_path, receipt(), "--files", str(tmp_path), "--head", later, python=python
    )

    assert status == 0, said
    assert "entry 4 of 11" in said
    assert "contract.pdf is byte for byte" in said
    assert "begins with the 11" in said
    assert "NOT" not in said


def test_says_what_it_did_not_check(tmp_path):
    status, said = check(tmp_path, receipt())
    assert status == 0
    assert "NOT CHECKED    the files contract.pdf" in said
    assert "NOT CHECKED    any head" in said


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("entry", "event"), "selling.quote.signed"),
        (("entry", "data", "é", 0), 5),
        (("entry", "sequence"), 5),
        (("entry", "extra"), None),
        (("index",), 5),
        (("index",), SIZE),
        (("index",), True),
        (("tree_size",), 12),
        (("head", "size"), 12),
        (("head", "root"), "00" * 32),
        (("head", "root"), "short"),
        (("leaf_hash",), "00" * 32),
        (("leaf_hash",), None),
        (("inclusion_path", 0), "00" * 32),
        (("inclusion_path",), []),
        (("inclusion_path",), None),
        (("format",), "upheld-receipt/2"),
        (("head",), None),
        (("entry",), []),
        (("files",), {}),
        (("files", 0), "contract.pdf"),
    ],
)
def test_any_change_is_found(tmp_path, place, value):
    found = receipt()
    inner: Any = found
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value

    status, said = check(tmp_path, found)

    assert status == 1
    assert "DOES NOT HOLD" in said or "NOT A RECEIPT" in said


def test_every_flipped_hex_digit_of_the_path_is_found(tmp_path):
    for place, step in enumerate(receipt()["inclusion_path"]):
        found = receipt()
        found["inclusion_path"][place] = f"{int(step[0], 16) ^ 1:x}{step[1:]}"
        assert check(tmp_path, found)[0] == 1


def test_a_consistent_forgery_of_the_fingerprint_is_found(tmp_path):
    found = receipt()
    found["entry"]["event"] = "selling.quote.signed"
    found["leaf_hash"] = leaf_hash(canonical_json(found["entry"])).hex()
    status, said = check(tmp_path, found)
    assert status == 1
    assert "is not at place 4" in said


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"format": "upheld-receipt/1", "format": "upheld-receipt/1"}',
        b'{"format": 1.5}',
        b'{"format": NaN}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_receipt_is_said_to_be_none(tmp_path, text):
    status, said = check(tmp_path, text)
    assert status == 1
    assert "NOT A RECEIPT" in said


def test_a_bottomless_entry_is_refused_in_words(tmp_path):
    found = receipt()
    deep: Any = None
    for _ in range(200):
        deep = [deep]
    found["entry"]["data"] = deep
    status, said = check(tmp_path, found)
    assert status == 1
    assert "deeper than" in said


def test_changed_and_missing_files_are_found(tmp_path):
    status, said = check(tmp_path, receipt(), "--files", str(tmp_path))
    assert (status, "cannot be read" in said) == (1, True)
    (tmp_path / "contract.pdf").write_bytes(CONTRACT + b" ")
    status, said = check(tmp_path, receipt(), "--files", str(tmp_path))
    assert (status, "is not the file that was recorded" in said) == (1, True)


@pytest.mark.parametrize("name", ["../contract.pdf", "/etc/hostname", "..", ""])
def test_a_receipt_may_not_point_outside_the_folder(tmp_path, name):
    found = receipt()
    found["files"][0]["name"] = name
    status, said = check(tmp_path, found, "--files", str(tmp_path))
    assert (status, "is not the bare name of a file" in said) == (1, True)


@pytest.mark.parametrize("size", [1, 2, 8, 10, 11, 12, 16, 40])
def test_heads_of_the_same_record_agree(tmp_path, size):
    path = write(tmp_path / "other.json", other_head(size))
    status, said = check(tmp_path, receipt(), "--head", path)
    assert status == 0, said


def test_another_receipt_serves_as_a_head(tmp_path):
    path = write(tmp_path / "other.json", receipt())
    status, said = check(tmp_path, receipt(), "--head", path)
    assert (status, "the very same head" in said) == (0, True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"root": "00" * 32}, "contradicts the receipt"),
        ({"provider": "Somebody else"}, "of another provider"),
        ({"format": "upheld-head/2"}, "neither a head nor a receipt"),
        ({"consistency": None}, "no path between them"),
        ({"consistency": {"from_size": 1, "to_size": 2, "path": []}}, "between other sizes"),
        ({"consistency": {"from_size": 11, "to_size": 40, "path": []}}, "contradicts"),
        ({"size": 11}, "a different record of the same length"),
        ({"size": -1}, "is not a count"),
    ],
)
def test_heads_that_do_not_belong_are_found(tmp_path, change, words):
    path = write(tmp_path / "other.json", {**other_head(40), **change})
    status, said = check(tmp_path, receipt(), "--head", path)
    assert status == 1
    assert words in said
    assert "HOLDS          it is entry 4 of 11" in said
