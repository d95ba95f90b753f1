"""An installation of one's own: a database, a server as an operator starts it, and its mail."""

from __future__ import annotations

import email
import email.policy
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.installing import Migrated
from tests.journeys.company import BEGIN

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "upheld.wiring.command_line"]
PATIENCE = 180.0
"""Seconds within which a server answers, on a machine that does other things too."""


@dataclass(frozen=True)
class Site:
    """A running installation: where it answers, where its data lies, and how commands find it."""

    address: str
    folder: Path
    settings: Mapping[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a program in the installation's environment, whatever it answers."""
        return subprocess.run(
            [sys.executable, *command], env=dict(self.settings), cwd=ROOT, check=False,
            capture_output=True, text=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def upheld(self, *arguments: str) -> Any:
        """Run an `upheld` command that reports in JSON; gives what it reports."""
        done = self.run(*COMMAND[1:], *arguments, "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    @contextmanager
    def working(self) -> Iterator[None]:
        """Run the background jobs meanwhile, as an operator may in a process of their own."""
        command = [sys.executable, "-m", "django", "jobs"]
        with (
            (self.folder.parent / "log").open("a") as log,
            subprocess.Popen(
                command, env=dict(self.settings), cwd=ROOT, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log,
            ) as jobs,
        ):  # fmt: skip
            try:
                yield
            finally:
                _end(jobs)

    def wait(self, ahead: timedelta) -> None:
        """Let time pass at the server, without waiting for it."""
        clock = Path(self.settings["UPHELD_JOURNEY_CLOCK"])
        clock.write_text(str(float(clock.read_text()) + ahead.total_seconds()))

    def now(self) -> datetime:
        """Read the clock as the server does, in UTC."""
        clock = Path(self.settings["UPHELD_JOURNEY_CLOCK"])
        return datetime.now(tz=UTC) + timedelta(seconds=float(clock.read_text()))

    def newest_mail(self, to: str, subject: str) -> str:
        """Give the words of the newest mail to an address with that in its subject."""
        found = [
            (file.stat().st_mtime_ns, str(mail.get_content()))
            for file in (self.folder / "mail").glob("*.log")
            for mail in _mails_in(file)
            if to in str(mail["To"]) and subject in str(mail["Subject"])
        ]
        assert found, f"no mail to {to} about “{subject}”"
        return max(found)[1]


def _mails_in(file: Path) -> Iterator[email.message.EmailMessage]:
    # Mails that leave over one connection stand in one file, each closed by a line of dashes.
    for text in file.read_text(encoding="utf-8").split("-" * 79):
        if text.strip():
            yield email.message_from_string(text.lstrip(), policy=email.policy.default)


@contextmanager
def running_site(folder: Path, database: Migrated) -> Iterator[Site]:
    """Start an installation with a database of the engine under test; end both after."""
    data = folder / "data"
    with database.copied(data) as copy:
        clock = folder / "clock"
        clock.write_text(str((BEGIN - datetime.now(tz=UTC)).total_seconds()))
        settings = {
            **copy.served,
            "UPHELD_JOURNEY_CLOCK": str(clock),
            "PYTHONPATH": os.pathsep.join(
                [str(Path(__file__).parent / "clock"), str(ROOT / "src")]
            ),
        }
        port = _free_port()
        site = Site(f"http://127.0.0.1:{port}", data, settings)
        with (folder / "log").open("a") as log, _serving(site, port, log):
            yield site
        said = (folder / "log").read_text()
        assert "Traceback" not in said, said


@contextmanager
def _serving(site: Site, port: int, log: Any) -> Iterator[None]:
    command = [*COMMAND, "serve", "--no-jobs", "--workers", "1", "--port", str(port)]
    with subprocess.Popen(
        command, env=dict(site.settings), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log
    ) as server:
        try:
            _until_it_answers(site, server)
            yield
        finally:
            _end(server)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()


def _until_it_answers(site: Site, server: subprocess.Popen[bytes]) -> None:
    # Whatever stands between this machine and the net has no part in this.
    here = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        assert server.poll() is None, "the server ended by itself"
        try:
            with here.open(f"{site.address}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
