"""`upheld serve`: bring the database up to date, then serve pages and run the background jobs."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from upheld.wiring.command_line.reports import refuse
from upheld.wiring.command_line.tables import bring_up_to_date

NEEDS_DJANGO = True
SMALLEST_BACKLOG = 128  # what the server accepts as the least
BACKLOG_PER_THREAD = 32
LONGEST_RESTART_PAUSE = 30.0
HEALTHY_AFTER = 60.0


def register(subparsers: Any) -> None:
    """Add `upheld serve`."""
    parser = subparsers.add_parser("serve", help="serve pages and run background jobs")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--threads", type=int, default=2, help="requests at once in a worker")
    parser.add_argument("--furnish", action="store_true", help="tell the demo into an empty one")
    parser.add_argument("--no-migrate", action="store_true", help="leave the tables as they are")
    parser.add_argument("--no-jobs", action="store_true", help="another process runs the jobs")


def run(args: argparse.Namespace) -> int:
    """Serve until stopped. Refuses with: sqlite_unsafe, port_taken, not_migrated, not_furnished."""
    from django.db import connection

    from upheld.wiring.databases import sqlite_is_safe

    if connection.vendor == "sqlite" and not sqlite_is_safe():
        return refuse("sqlite_unsafe", _unsafe_sqlite(), as_json=False)
    if _port_taken(args.host, args.port):
        sentence = (
            f"Nothing is served: something already listens on {args.host}:{args.port}. "
            f"Stop it, or choose another port: make run PORT={args.port + 1}"
        )
        return refuse("port_taken", sentence, as_json=False)
    empty = not connection.introspection.table_names()
    if not args.no_migrate and not bring_up_to_date():
        return refuse(
            "not_migrated", "Nothing is served: the tables are not up to date.", as_json=False
        )
    if args.furnish and empty and not furnish():
        return refuse("not_furnished", "Nothing is served: the demo was not told.", as_json=False)
    connection.close()
    return _serve(args)


def furnish() -> bool:
    """Tell the demo company's story into the empty database; answers whether it was told."""
    if find_spec("upheld.wiring.command_line.demo") is None:
        return True
    command = [sys.executable, "-m", "upheld.wiring.command_line", "demo"]
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0


def _serve(args: argparse.Namespace) -> int:
    # Lazily, for the server's own set-up takes a tenth of a second that no other command needs.
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces

    # Where gathered static files would lie; the server of them warns at each start without it.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    jobs = None if args.no_jobs else start_jobs()
    first_run = _first_run(args.host)
    backlog = max(SMALLEST_BACKLOG, args.workers * args.threads * BACKLOG_PER_THREAD)
    server = Granian(
        "upheld.wiring.wsgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.workers,
        blocking_threads=args.threads,
        backlog=backlog,
        # Each worker takes in no more than its threads can soon serve; the rest waits in line.
        backpressure=args.threads * BACKLOG_PER_THREAD // 2,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_enabled=True,
        log_level="warning",  # type: ignore[arg-type]  # the enum's own values are these words
    )
    print(f"\nUpheld is at http://{args.host}:{args.port}/  (Ctrl-C stops it)", flush=True)
    for line in (*first_run, *_logins()):
        print(line, flush=True)
    let_go_of_the_database()
    try:
        server.serve()
    finally:
        if jobs:
            jobs.stop()
    return 0


def let_go_of_the_database() -> None:
    """Close every connection of this process, before others are born of it.

    The server's workers are forks. What is open, a pool's idle connections too, they would share:
    two would speak on one line, and each read what the other was answered.
    """
    from django.db import connection

    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()


def _first_run(host: str) -> Sequence[str]:
    """Admit a founder to an installation without a company; the lines that tell the operator."""
    from django.db import connection

    from upheld.foundation.models import Provider
    from upheld.wiring.starting.admission import prepare

    empty = not Provider.objects.exists()
    connection.close()
    if not empty:
        return ()
    return (
        "There is no company yet: open that address and found yours, or run `upheld found`.",
        f"From another machine the page asks for this code: {prepare(host)}",
    )


def _logins() -> Sequence[str]:
    """One line per role of the demo company, if this is one."""
    if find_spec("upheld.wiring.command_line.demo") is None:
        return []
    demo = import_module("upheld.wiring.command_line.demo")
    return list(demo.login_lines()) if hasattr(demo, "login_lines") else []


class Jobs:
    """The process that runs background jobs, started anew whenever it ends by itself."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._stopping = threading.Event()
        self._process = self._start()
        self._watch = threading.Thread(target=self._keep_running, daemon=True)
        self._watch.start()

    @property
    def pid(self) -> int:
        """The process that runs now."""
        return self._process.pid

    def stop(self) -> None:
        """End the jobs' process and wait for what it is doing, ten seconds at most."""
        self._stopping.set()
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        # A session of its own, so that Ctrl-C reaches the server alone and jobs end in order; tied
        # to this process, so that jobs do not outlive a server that was killed.
        tie = [sys.executable, "-m", "upheld.wiring.command_line.tied", str(os.getpid())]
        return subprocess.Popen(
            [*tie, *self._command], stdin=subprocess.DEVNULL, start_new_session=True
        )

    def _keep_running(self) -> None:
        pause = 1.0
        while True:
            begun = time.monotonic()
            status = self._process.wait()
            if self._stopping.is_set():
                return
            # A process that ran well for a while and died is started at once; one that cannot
            # start is tried less and less often, so that its complaint can still be read.
            pause = 1.0 if time.monotonic() - begun > HEALTHY_AFTER else pause * 2
            print(f"Background jobs ended ({status}) and are started again.", file=sys.stderr)
            if self._stopping.wait(min(pause, LONGEST_RESTART_PAUSE)):
                return
            self._process = self._start()


def start_jobs() -> Jobs | None:
    """Start the process that runs background jobs, as the settings name it."""
    from django.conf import settings

    command: list[str] = list(getattr(settings, "JOBS_COMMAND", ()))
    if not command:
        print("No background jobs run: the settings name no JOBS_COMMAND.", file=sys.stderr)
        return None
    return Jobs([sys.executable, "-m", "django", *command])


def _port_taken(host: str, port: int) -> bool:
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _unsafe_sqlite() -> str:
    import sqlite3

    return (
        f"Nothing is served: SQLite {sqlite3.sqlite_version} can corrupt a database in a rare "
        "race (fixed in 3.51.3, 3.50.7 and 3.44.6).\n"
        "Run make setup, which installs a sound build, or use PostgreSQL by UPHELD_DATABASE_URL."
    )
