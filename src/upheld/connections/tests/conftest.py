"""A database of its own for tests that run the command: batches must really be committed."""

from __future__ import annotations

import json
import subprocess
import sys
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple

import pytest
from tests.installing import Database

FOUND = """
import django; django.setup()
from upheld.demo.cast import found_company
found_company("Northgate IT", "northgate", owner=("ana", "Ana Reyes"))
"""
ASK = """
import django; django.setup()
import json
from django.db.models import Count, Max, Min, Sum
from upheld.connections.models import *
from upheld.customers.models import *
from upheld.delivery.models import *
from upheld.desk.models import *
from upheld.people.models import *
from upheld.selling.models import *
from upheld.timekeeping.models import *
from upheld.foundation.models import Provider
from upheld.foundation.models.record import RecordEntry
from upheld.foundation.tenancy.scope import open_provider
with open_provider(Provider.objects.get().pk):
    print(json.dumps([{0}], default=str))
"""


MEASURED = """
import json, resource, subprocess, sys
status = subprocess.run(sys.argv[2:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as file:
    json.dump([used.ru_utime + used.ru_stime, used.ru_maxrss], file)
sys.exit(status)
"""
"""Run from a small process: what a process held before it became another counts as the other's."""


class Used(NamedTuple):
    """What a command took: processor time, and memory at its most."""

    seconds: float
    kilobytes: int


class Installation:
    """An installation with one provider, used as an operator would: by its command."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.settings = settings
        self.used = Used(0, 0)
        """What the last import took of the machine."""

    def imports(self, *words: object, status: int = 0) -> dict[str, Any]:
        """Run `upheld import --json` and give its report."""
        command = [sys.executable, "-m", "upheld.wiring.command_line", "import", "--json"]
        with NamedTemporaryFile() as used:
            done = subprocess.run(
                [sys.executable, "-c", MEASURED, used.name, *command, *map(str, words)],
                env=self.settings, check=False, capture_output=True, text=True,
            )  # fmt: skip
            self.used = Used(*json.load(used))
        assert done.returncode == status, done.stderr + done.stdout
        report: dict[str, Any] = json.loads(done.stdout)
        return report

    def ask(self, *expressions: str) -> list[Any]:
        """Give what expressions over the models come to."""
        answer: list[Any] = json.loads(self.said(ASK.replace("{0}", ", ".join(expressions))))
        return answer

    def said(self, script: str, *words: str) -> str:
        """Run a script and give what it prints."""
        done = subprocess.run(
            [sys.executable, "-c", script, *words],
            env=self.settings, check=False, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def installation(own_database: Database) -> Installation:
    """A migrated installation of the kind of database under test, with one provider."""
    made = Installation(own_database.served)
    made.said(FOUND)
    return made
