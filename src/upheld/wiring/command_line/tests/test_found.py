from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.once

UPHELD = [sys.executable, "-m", "upheld.wiring.command_line"]
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("UPHELD_")}
WHO = ("--owner", "Mia Møller", "--email", "mia@moller.example")
SOUND = "a-tide-table-and-a-lamp\n"


@pytest.fixture
def found(tmp_path):
    """Run `upheld found` on an installation of its own; gives the status and what was said."""

    def run(*arguments: str, given: str = SOUND):
        done = subprocess.run(
            [*UPHELD, "found", *arguments, "--json"], input=given, text=True, check=False,
            env={**PLAIN, "UPHELD_DATA_DIR": str(tmp_path)}, capture_output=True,
        )  # fmt: skip
        return done.returncode, json.loads(done.stdout or "{}")

    return run


def test_a_company_is_founded_from_nothing_and_no_password_shows(found):
    status, said = found("Møller & Sønner", *WHO, "--zone", "Europe/Copenhagen", "--password-stdin")

    assert status == 0
    assert said == {
        "provider": "moller-sonner", "name": "Møller & Sønner", "owner": "mia",
        "email": "mia@moller.example", "zone": "Europe/Copenhagen", "country": "DK",
        "region": "", "currency": "DKK",
    }  # fmt: skip
    again = found("Møller & Sønner", *WHO, "--zone", "Europe/Copenhagen", "--password-stdin")
    assert again[0] == 1
    assert again[1]["refused"] == "slug_taken"
    weak = found("Second", *WHO, "--zone", "Europe/Berlin", "--password-stdin", given="short\n")
    assert weak[1]["refused"] == "invalid_input"
    assert "--password" in weak[1]["detail"]
    none = found("Second", *WHO, "--zone", "Europe/Berlin")
    assert none[1]["refused"] == "no_password"
