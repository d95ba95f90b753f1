"""Whose turn it is to write.

SQLite lets one write at a time and tells nobody when it is free: whoever waits looks again after
1, 2, 5, 10, ... up to 100 ms, and most of the time between is lost. Here writers wait in line, in
their own process by a lock that wakes the next one at once, between processes by a lock on a file
beside the database, looked at twice a millisecond. The operating system lets go of both when a
process dies. It is only an order to write in: SQLite's own lock still guards the database, also
against programs that know nothing of this one.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

LOOKS_AGAIN_AFTER = 0.0005
"""Seconds between two looks at the other processes' lock."""


if sys.platform == "win32":  # there the waiting among processes is SQLite's own

    def _lock(_file: int) -> bool:
        return True

    def _unlock(_file: int) -> None:
        return

else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


class Turns:
    """The line of those who want to write to one database file."""

    def __init__(self, database: str) -> None:
        self._path = Path(f"{database}-turn")
        self._here = threading.Lock()
        self._file = -1
        self._process = 0

    def take(self, patience: float) -> bool:
        """Wait for one's turn so many seconds; answers whether it came."""
        until = time.monotonic() + patience
        if not self._here.acquire(timeout=patience):
            return False
        try:
            came = self._take_among_processes(until)
        except BaseException:
            self._here.release()
            raise
        if not came:
            self._here.release()
        return came

    def give_back(self) -> None:
        """Let the next one write."""
        _unlock(self._file)
        self._here.release()

    def _take_among_processes(self, until: float) -> bool:
        self._open()
        while not _lock(self._file):
            if time.monotonic() >= until:
                return False
            time.sleep(LOOKS_AGAIN_AFTER)
        return True

    def _open(self) -> None:
        """Open the file once in each process: a lock is shared with a child born after it."""
        if self._process != os.getpid():
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._process = os.getpid()


_lines: dict[str, Turns] = {}
_adding = threading.Lock()


def turns_at(database: str) -> Turns:
    """Give the line at a database file, the same for all of this process."""
    with _adding:
        return _lines.setdefault(database, Turns(database))
