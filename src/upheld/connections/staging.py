"""Files that were brought through a door and wait for their import: named by what is in them."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from upheld.connections.models import ImportRun, RunState
from upheld.connections.rules.unreadable import Limits
from upheld.foundation.refusals import Refused

FOLDER = "imports"
LIMITS = Limits(packed_bytes=50_000_000, expanded_bytes=300_000_000, workbook_bytes=100_000_000)
"""What a door takes: it answers while the file is walked through. The command takes more."""
FORGOTTEN_AFTER_DAYS = 14


@dataclass(frozen=True, slots=True)
class Staged:
    """A file as it arrived."""

    path: Path
    sha256: str
    bytes: int


def stage(provider_id: int, pieces: Iterable[bytes]) -> Staged:
    """Write what arrives to disk, under its digest. Refuses with: too_big, empty."""
    folder = _folder(provider_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    arriving = folder / f".{secrets.token_hex(8)}"
    digest, size = hashlib.sha256(), 0
    try:
        with arriving.open("xb") as file:
            for piece in pieces:
                size += len(piece)
                if size > LIMITS.packed_bytes:
                    raise _too_big()
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if not size:
            raise Refused(
                "empty", "There is nothing in the file.", what="Nothing was imported.",
                remedy="Export it again and check that it holds rows before importing it.",
            )  # fmt: skip
        arriving.chmod(0o600)
        kept = folder / digest.hexdigest()
        arriving.replace(kept)
    finally:
        arriving.unlink(missing_ok=True)
    return Staged(kept, digest.hexdigest(), size)


def staged_path(run: ImportRun) -> Path:
    """Say where the file of a run waits. Refuses with: file_gone."""
    path = _folder(run.provider_id) / run.file_sha256
    if not run.is_staged or not path.is_file():
        raise Refused(
            "file_gone", "The file is no longer kept here.", what="Nothing was imported.",
            remedy="Bring it again; what was taken in before stays as it is.",
        )  # fmt: skip
    return path


def let_go(run: ImportRun) -> None:
    """Delete the file of a run that is done, unless another import still needs it."""
    others = ImportRun.objects.filter(file_sha256=run.file_sha256, is_staged=True)
    if others.exclude(pk=run.pk).exclude(state=RunState.DONE).exists():
        return
    (_folder(run.provider_id) / run.file_sha256).unlink(missing_ok=True)


def _folder(provider_id: int) -> Path:
    return Path(settings.MEDIA_ROOT, FOLDER, str(provider_id))


def _too_big() -> Refused:
    return Refused(
        "too_big",
        f"The file is larger than {LIMITS.packed_bytes // 1_000_000} MB.",
        what="Nothing was imported.",
        remedy="Split it, pack it with gzip, or use the command upheld import on the server.",
    )
