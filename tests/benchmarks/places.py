"""Fresh databases to measure on: a SQLite file, or a PostgreSQL cluster, in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Place:
    """An installation of its own, and how programs are started in it."""

    folder: Path
    settings: dict[str, str]

    def command(self, *words: str, owner: bool = False) -> subprocess.Popen[str]:
        """Start a program of Python's; its answer is read from standard output."""
        as_owner = {"UPHELD_AS_OWNER": "yes"} if owner else {}
        return subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env={**_plain_environment(), **self.settings, **as_owner},
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str, owner: bool = False) -> str:
        """Run a program to its end and give what it printed; its failure is ours."""
        with self.command(*words, owner=owner) as program:
            said, _none = program.communicate()
        if program.returncode:
            raise SystemExit(f"Not measured: {' '.join(words[:3])} ended with {program.returncode}")
        return said

    def measured(self, *words: str) -> tuple[int, str, int]:
        """Run a program; give its exit status, what it printed and its largest memory in bytes."""
        program = self.command(*words)
        assert program.stdout is not None
        said = program.stdout.read()
        _pid, status, usage = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
        program.stdout.close()
        return program.returncode, said, usage.ru_maxrss * 1024


def _plain_environment() -> dict[str, str]:
    """Leave out whatever would lead to a database that somebody uses."""
    return {name: value for name, value in os.environ.items() if not name.startswith("UPHELD_")}


@contextmanager
def place(database: str) -> Iterator[Place]:
    """Open a migrated installation on {sqlite, postgres}, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="upheld-bench-"))
    settings = {
        "UPHELD_DATA_DIR": str(folder),
        "UPHELD_SECRET_KEY": "only-for-measuring-" + "0" * 40,
        "DJANGO_SETTINGS_MODULE": "upheld.wiring.settings",
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src"))),
    }
    (folder / "static").mkdir()
    cluster: Any = None
    try:
        if database == "postgres":
            cluster, found = _cluster()
            settings |= found
        made = Place(folder, settings)
        made.run("-m", "django", "migrate", "--no-input", "--verbosity", "0", owner=True)
        yield made
    finally:
        if cluster is not None:
            cluster()
        shutil.rmtree(folder, ignore_errors=True)


def _cluster() -> tuple[Any, dict[str, str]]:
    """Start a cluster that keeps its promises (fsync on); give how to end it, and its settings."""
    sys.path.insert(0, str(ROOT / "scripts"))
    import cluster

    folder = cluster.short_temporary_folder()
    made = cluster.start(folder, safe=True)
    found = {
        name: url
        for name, url in cluster.settings_for(made).items()
        if not name.startswith("UPHELD_TEST_")
    }

    def end() -> None:
        cluster.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)

    return end, found
