"""`upheld record`, as somebody at the server types it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from upheld.foundation.models import RecordCheck, WitnessedHead
from upheld.foundation.tenancy.scope import no_provider, open_provider
from upheld.wiring.command_line import main

if TYPE_CHECKING:
    from upheld.demo.cast import Company

VERIFIER = Path(__file__).parents[5] / "tools" / "verify_receipt.py"


def upheld(capsys: Any, *arguments: str) -> tuple[int, str, str]:
    """Run the command without any provider open, as it starts; give status, output, errors."""
    with no_provider():
        status = main(["record", *arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def damage() -> None:
    table = "foundation_recordentry"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("set constraints all immediate")
            cursor.execute(f"alter table {table} disable trigger user")
        else:
            cursor.execute("drop trigger foundation_recordentry_no_update")
        cursor.execute(f"update {table} set body = replace(body, 'technician', 'owner')")


def test_a_sound_record_is_said_to_be_so(
    world: Company, elsewhere: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = upheld(capsys, "verify")
    assert status == 0
    assert "ok  northgate: 9 entries" in out
    assert "ok  southbank: 2 entries" in out
    with open_provider(world.provider.pk):
        assert RecordCheck.objects.get().well


def test_the_first_bad_entry_is_named(
    world: Company, elsewhere: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    damage()
    status, out, _ = upheld(capsys, "verify", "--json")
    assert status == 1
    found = json.loads(out)
    assert not found["well"]
    by_slug = {one["provider"]: one for one in found["records"]}
    assert by_slug["southbank"]["well"]
    first = by_slug["northgate"]["faults"][0]
    assert first["code"] == "entry_changed"
    assert first["sequence"] == 5
    assert upheld(capsys, "verify", "--provider", "southbank")[0] == 0
    status, out, _ = upheld(capsys, "verify", "--provider", "northgate")
    assert status == 1
    assert "NOT northgate" in out
    assert "entry_changed: Entry 5:" in out


def test_a_receipt_is_written_that_holds(
    world: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receipt, head = tmp_path / "r.json", tmp_path / "h.json"
    given = ("receipt", "--provider", "northgate", "3", "-o", str(receipt))
    assert upheld(capsys, *given)[0] == 0
    since = ("head", "--provider", "northgate", "--to", "Acme", "--since", "5", "-o", str(head))
    assert upheld(capsys, *since)[0] == 0
    with open_provider(world.provider.pk):
        assert WitnessedHead.objects.get().witness == "Acme"
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(receipt), "--head", str(head)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    status, out, _ = upheld(capsys, "verify", "--head", str(receipt), "--head", str(head))
    assert status == 0
    assert "0 are newer than any head held outside" in out


def test_a_head_held_outside_uncovers_what_the_inside_hides(
    world: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = tmp_path / "held.json"
    held.write_text(json.dumps(
        {"format": "upheld-head/1", "provider": "northgate", "size": 6, "root": "ab" * 32}
    ))  # fmt: skip
    status, out, _ = upheld(capsys, "verify", "--head", str(held))
    assert status == 1
    assert "witness_contradicted" in out
    assert "held.json" in out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("verify", "--provider", "nobody"), "no_such_provider"),
        (("receipt", "--provider", "northgate", "99", "-o", "x"), "no_such_entry"),
        (("receipt", "--provider", "northgate", "1", "-o", "no/such/folder/x"), "not_written"),
        (("verify", "--head", "no-such-file"), "not_written"),
        (("verify", "--head", str(VERIFIER)), "not_a_head"),
        (
            ("head", "--provider", "northgate", "--to", "A", "--since", "99", "-o", "x"),
            "invalid_input",
        ),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: tuple[str, ...], code: str, world: Company, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    status, out, _ = upheld(capsys, *arguments, "--json")
    assert status == 1
    assert json.loads(out)["refused"] == code
    assert list(tmp_path.iterdir()) == []
    assert upheld(capsys, *arguments)[2].count("\n") == 1
