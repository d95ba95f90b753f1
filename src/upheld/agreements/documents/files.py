"""Files that are kept: random names, private folders, and a hash that is checked at each reading.

A file whose transaction fails afterwards stays behind under a name that nothing points to.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from upheld.foundation.refusals import Refused

FOLDER = "agreements"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """Where a file lies below the files folder, and what it was when it was put there."""

    name: str
    sha256: str
    size: int


def keep(content: bytes, suffix: str) -> KeptFile:
    """Write a new file under a random name (128 bits), readable by this installation alone."""
    token = secrets.token_hex(16)
    name = f"{FOLDER}/{token[:2]}/{token}{suffix}"
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return KeptFile(name, hashlib.sha256(content).hexdigest(), len(content))


def read_kept(name: str, sha256: str) -> bytes:
    """Read a kept file; never hands out what is not what was kept.

    Refuses with: file_missing, file_altered.
    """
    path = path_of(name)
    if not path.is_file():
        raise Refused(
            "file_missing",
            "The file is not where it was put.",
            what="Nothing was handed out.",
            remedy="Tell the operator; the backup has it.",
        )
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Refused(
            "file_altered",
            "The file is no longer what was signed.",
            what="Nothing was handed out.",
            remedy="Tell the operator; the backup has the file as it was.",
        )
    return content


def path_of(name: str) -> Path:
    """Give a kept file's place on disk."""
    return Path(settings.MEDIA_ROOT) / name
