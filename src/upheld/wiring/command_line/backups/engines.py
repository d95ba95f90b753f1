"""A whole database into one file and back, on either engine."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

PAGES_AT_ONCE = 2000


class NotDone(Exception):  # noqa: N818  # it says what happened
    """The engine refused; the sentence says what to do."""


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a live database by SQLite's backup API: consistent while others write."""
    import sqlite3

    with (
        closing(sqlite3.connect(f"file:{quote(str(source))}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy, pages=PAGES_AT_ONCE, sleep=0.01)
        # One plain file without a write-ahead log beside it travels best.
        copy.execute("PRAGMA journal_mode=DELETE")
    check_sqlite(target)


def check_sqlite(path: Path) -> None:
    """Let SQLite check the whole file and every reference. Raises NotDone with what it found."""
    import sqlite3

    with closing(sqlite3.connect(path)) as opened:
        try:
            found = [row[0] for row in opened.execute("PRAGMA integrity_check")]
            dangling = opened.execute("PRAGMA foreign_key_check").fetchone()
        except sqlite3.DatabaseError as broken:
            raise NotDone(f"the database cannot be read: {broken}") from broken
    if found != ["ok"]:
        raise NotDone(f"the database is damaged: {found[0]}")
    if dangling:
        raise NotDone(f"the database has a row in {dangling[0]} that refers to nothing")


def dump_postgres(url: str, target: Path) -> None:
    """Write a dump in PostgreSQL's own format, from one moment.

    The role must be allowed to read past row-level security, which neither the app's role nor the
    owner of the tables is; without that right pg_dump stops rather than leaving rows out.
    """
    _program("pg_dump", url, "--format=custom", "--compress=0", "--file", str(target))


def load_postgres(url: str, source: Path) -> None:
    """Load a dump as the owner of the tables, in one transaction: all of it or nothing."""
    options = ["--no-owner", "--exit-on-error", "--single-transaction"]
    into = unquote(urlsplit(url).path.lstrip("/"))
    _program("pg_restore", url, *options, "--dbname", into, str(source))


def _program(name: str, url: str, *options: str) -> None:
    program = _newest(name)
    environment = {**os.environ, **_connection(url)}
    done = subprocess.run(
        [program, "--no-password", *options],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise NotDone(f"{name} stopped: {done.stderr.strip().splitlines()[0]}")


def _connection(url: str) -> dict[str, str]:
    """Answer what libpq reads from the environment; other users can read a command line."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    named = {
        "PGHOST": asked.get("host") or parts.hostname or "",
        "PGPORT": str(parts.port or ""),
        "PGUSER": parts.username or "",
        "PGPASSWORD": parts.password or "",
        "PGDATABASE": parts.path.lstrip("/"),
        "PGSSLMODE": asked.get("sslmode", ""),
        "PGSSLROOTCERT": asked.get("sslrootcert", ""),
    }
    return {key: unquote(value) for key, value in named.items() if value}


def _newest(name: str) -> str:
    # The packaged wrapper asks for a local cluster's version; the newest program reads all older.
    packaged = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: int(p.parts[-3])
    )
    program = str(packaged[-1]) if packaged else shutil.which(name)
    if program is None:
        raise NotDone(f"{name} is not on this machine; install PostgreSQL's client programs")
    return program
