"""Databases to measure on: a SQLite file, or a PostgreSQL cluster, in a folder.

The folder is a temporary one that goes, or one that is kept: filling takes far longer than
visiting, and whoever looks for a cause visits often.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import cluster  # noqa: E402

FILLED = "filled.json"
End = Callable[[], None]


@dataclass(frozen=True)
class Ended:
    """A program that ended: its exit status, what it printed and what it took.

    `held` is its largest memory in bytes; its processor time leaves out that of a database server.
    """

    status: int
    said: str
    held: int
    processor_seconds: float


@dataclass(frozen=True)
class Place:
    """An installation of its own, and how programs are started in it."""

    folder: Path
    settings: dict[str, str]

    @property
    def filled(self) -> int:
        """Give how many tickets it was filled to; 0 when it is new."""
        noted = self.folder / FILLED
        return int(json.loads(noted.read_text(encoding="ascii"))) if noted.is_file() else 0

    def note_filled(self, tickets: int) -> None:
        """Note how far it is filled, for the next time that it is opened."""
        (self.folder / FILLED).write_text(json.dumps(tickets), encoding="ascii")

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

    def measured(self, *words: str) -> Ended:
        """Run a program and give how it ended and what it took."""
        program = self.command(*words)
        assert program.stdout is not None
        said = program.stdout.read()
        _pid, status, usage = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
        program.stdout.close()
        return Ended(
            status=program.returncode,
            said=said,
            held=usage.ru_maxrss * 1024,
            processor_seconds=usage.ru_utime + usage.ru_stime,
        )


def _plain_environment() -> dict[str, str]:
    """Leave out whatever would lead to a database that somebody uses."""
    return {name: value for name, value in os.environ.items() if not name.startswith("UPHELD_")}


@contextmanager
def place(database: str, kept: Path | None = None) -> Iterator[Place]:
    """Open a migrated installation on {sqlite, postgres}, gone afterwards unless `kept` says where.

    A kept one is opened again as it was left, and brought up to the migrations of today.
    """
    folder = kept or Path(tempfile.mkdtemp(prefix="upheld-bench-"))
    settings = {
        "UPHELD_DATA_DIR": str(folder),
        "UPHELD_SECRET_KEY": "only-for-measuring-" + "0" * 40,
        "DJANGO_SETTINGS_MODULE": "upheld.wiring.settings",
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src"))),
    }
    (folder / "static").mkdir(parents=True, exist_ok=True)
    ends: list[End] = []
    try:
        if database == "postgres":
            end, found = _cluster(folder / "cluster" if kept else None)
            ends.append(end)
            settings |= found
        made = Place(folder, settings)
        made.run("-m", "django", "migrate", "--no-input", "--verbosity", "0", owner=True)
        yield made
    finally:
        for end in ends:
            end()
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)


def _cluster(kept: Path | None) -> tuple[End, dict[str, str]]:
    """Start a cluster that keeps its promises (fsync on); give how to end it, and its settings."""
    folder = kept or cluster.short_temporary_folder()
    made = cluster.resume(folder) if cluster.exists(folder) else cluster.start(folder, safe=True)
    found = {
        name: url
        for name, url in cluster.settings_for(made).items()
        if not name.startswith("UPHELD_TEST_")
    }

    def end() -> None:
        cluster.stop(folder)
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)

    return end, found
