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
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import cluster  # noqa: E402

SERVER_NOTICES = 0.5
"""So many seconds later a connection's process has ended, and the server has counted its time."""

FILLED = "filled.json"
End = Callable[[], None]


@dataclass(frozen=True)
class Ended:
    """A program that ended: its exit status, what it printed and what it took.

    `held` is its largest memory in bytes; its processor time is with that of a database's server.
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
    server: int | None = None
    """The process of PostgreSQL that starts the others."""

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
        program, served = self.command(*words), self._served()
        assert program.stdout is not None
        said = program.stdout.read()
        _pid, status, usage = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
        program.stdout.close()
        return Ended(
            status=program.returncode,
            said=said,
            held=usage.ru_maxrss * 1024,
            processor_seconds=usage.ru_utime + usage.ru_stime + self._served() - served,
        )

    def _served(self) -> float:
        """Give the processor's seconds of all connections to the database's server that ended."""
        if self.server is None:
            return 0.0
        time.sleep(SERVER_NOTICES)
        said = Path(f"/proc/{self.server}/stat").read_text(encoding="ascii")
        _user, _system, user, system = said.rpartition(")")[2].split()[11:15]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


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
    server: int | None = None
    try:
        if database == "postgres":
            end, cluster_made = _cluster(folder / "cluster" if kept else None)
            ends.append(end)
            settings |= _addresses(cluster_made)
            server = cluster_made.pid
        made = Place(folder, settings, server)
        made.run("-m", "django", "migrate", "--no-input", "--verbosity", "0", owner=True)
        yield made
    finally:
        for end in ends:
            end()
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)


def _cluster(kept: Path | None) -> tuple[End, cluster.Cluster]:
    """Start a cluster that keeps its promises (fsync on); give how to end it."""
    folder = kept or cluster.short_temporary_folder()
    made = cluster.resume(folder) if cluster.exists(folder) else cluster.start(folder, safe=True)

    def end() -> None:
        cluster.stop(folder)
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)

    return end, made


def _addresses(made: cluster.Cluster) -> dict[str, str]:
    return {
        name: url
        for name, url in cluster.settings_for(made).items()
        if not name.startswith("UPHELD_TEST_")
    }
