"""Keeping files: random names, private folders, a hash that is checked at each reading.

A file is written before its transaction ends, so that no row ever names one that is not there. If
the transaction is rolled back, the file goes with it; what a killed process leaves behind, `sweep`
removes later.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction

from upheld.foundation.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Collection

LEFT_BEHIND = timedelta(days=1)
"""A file that no row names after so long belongs to nothing that still runs."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """Where a file lies below the files folder, and what it was when it was put there."""

    path: str
    sha256: str
    size: int


def keep(folder: str, provider_id: int, content: bytes, suffix: str = "") -> KeptFile:
    """Write a new file under a random name (160 bits), readable by this installation alone.

    It is on disk when this returns, and is gone again if the open transaction is rolled back.
    """
    token = secrets.token_hex(20)
    name = f"{folder}/{provider_id}/{token[:2]}/{token}{suffix}"
    place = path_of(name)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    claim = _Claim(place)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _stay_if_committed(claim)
    return KeptFile(name, hashlib.sha256(content).hexdigest(), len(content))


def read_kept(path: str, sha256: str) -> bytes:
    """Read a kept file; never hands out what is not what was kept.

    Refuses with: file_missing, file_altered.
    """
    try:
        content = path_of(path).read_bytes()
    except FileNotFoundError:
        raise Refused(
            "file_missing",
            "The file is not where it was kept.",
            what="Nothing was handed out.",
            remedy="Have the operator restore it from the backup; its SHA-256 says which it is.",
        ) from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Refused(
            "file_altered",
            "The file is no longer the one that was kept: its SHA-256 differs.",
            what="Nothing was handed out.",
            remedy="Have the operator restore it from the backup, and find out who can write to "
            "the files folder.",
        )
    return content


def path_of(path: str) -> Path:
    """Give a kept file's place on disk."""
    return Path(settings.MEDIA_ROOT) / path


def sweep(folder: str, provider_id: int, named: Collection[str], at: datetime) -> int:
    """Remove a provider's files that no row names, a day after they were written; count them."""
    removed = 0
    for place in path_of(f"{folder}/{provider_id}").glob("*/*"):
        written = datetime.fromtimestamp(place.stat().st_mtime, UTC)
        name = place.relative_to(settings.MEDIA_ROOT).as_posix()
        if name not in named and at - written > LEFT_BEHIND:
            place.unlink(missing_ok=True)
            removed += 1
    return removed


class _Claim:
    """Holds a written file until its transaction has ended; dropped before that, it removes it.

    Django forgets what waits for a commit when a transaction or a savepoint is rolled back, and
    has no other word for it: being forgotten is how a claim learns of the rollback.
    """

    def __init__(self, place: Path) -> None:
        self.place: Path | None = place

    def __call__(self) -> None:
        """Let the file stay: its row is committed."""
        self.place = None

    def __del__(self) -> None:
        """Remove the file of a transaction that was rolled back."""
        # A process that ends says nothing about its transactions: the sweep knows better.
        if self.place is not None and not sys.is_finalizing():
            self.place.unlink(missing_ok=True)


def _stay_if_committed(claim: _Claim) -> None:
    """Hear of the commit before all others: one of them that fails must not cost a file."""
    transaction.on_commit(claim)
    waiting = connection.run_on_commit
    if waiting and waiting[-1][1] is claim:
        waiting.insert(0, waiting.pop())
