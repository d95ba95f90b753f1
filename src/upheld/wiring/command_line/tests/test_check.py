from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.once

UPHELD = [sys.executable, "-m", "upheld.wiring.command_line"]
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("UPHELD_")}


def checked(folder, *words: str, **settings: str) -> tuple[int, dict[str, bool]]:
    done = subprocess.run(
        [*UPHELD, "check", "--json", *words],
        env={**PLAIN, "UPHELD_DATA_DIR": str(folder), **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(done.stdout)["findings"]
    return done.returncode, {finding["name"]: finding["well"] for finding in found}


def test_tables_that_are_not_there_are_found(tmp_path):
    status, found = checked(tmp_path)

    assert status == 1
    assert found["database"]
    assert not found["tables"]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("migrated")
    settings = {**PLAIN, "UPHELD_DATA_DIR": str(folder)}
    migrate = [sys.executable, "-m", "django", "migrate", "-v0"]
    subprocess.run([*migrate, "--settings=upheld.wiring.settings"], env=settings, check=True)
    return folder


def test_tables_that_are_there_and_a_sound_database_are_well(migrated):
    _, found = checked(migrated, "--deep")

    assert found["tables"]
    assert found["sums of labour"]
    assert found["whole database"]


def test_a_damaged_page_is_found_by_the_deep_look(migrated, tmp_path):
    database = tmp_path / "upheld.sqlite3"
    content = bytearray((migrated / database.name).read_bytes())
    # The second half of the file: indexes and rows, not the schema that opening it needs.
    content[len(content) // 2 : len(content) // 2 + 40000] = b"\xff" * 40000
    database.write_bytes(content)

    status, found = checked(tmp_path, "--deep")

    assert status == 1
    assert not found["whole database"]


def test_a_public_installation_without_encryption_is_not_well(tmp_path):
    assert not checked(tmp_path, "--deploy")[1]["settings"]
