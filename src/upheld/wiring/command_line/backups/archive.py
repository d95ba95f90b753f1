"""The file that a backup is: a compressed tar whose last member lists all others by SHA-256."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

MANIFEST = "manifest.json"
FORMAT = 1
BLOCK = 1024 * 1024


class Unsound(Exception):  # noqa: N818  # it says what the archive is
    """The archive is not what its manifest says; nothing of it may be used."""


@dataclass
class Manifest:
    """What is in an archive: engine, moment, version, and each file's size and SHA-256."""

    engine: str
    made_at: str
    version: str
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT


def write(
    target: BinaryIO,
    members: Iterable[tuple[str, Path]],
    *,
    engine: str,
    version: str,
    at: datetime,
) -> Manifest:
    """Write the members, then the manifest, as one stream. Sizes are bytes.

    A file is hashed while it is read into the archive, so what the manifest says is what the
    archive holds even when the file on disk changes at that moment.
    """
    manifest = Manifest(engine=engine, made_at=at.isoformat(), version=version)
    moment = int(at.timestamp())
    with (
        gzip.GzipFile(fileobj=target, mode="wb", compresslevel=6, mtime=moment) as packed,
        tarfile.open(fileobj=packed, mode="w|") as tar,
    ):
        for name, path in members:
            with path.open("rb") as opened:
                info = tar.gettarinfo(arcname=name, fileobj=opened)
                info.uid = info.gid = 0
                info.uname = info.gname = ""
                hashed = _Hashed(opened, info.size)
                tar.addfile(info, hashed)
            manifest.files[name] = {"size": info.size, "sha256": hashed.digest()}
        listed = json.dumps(manifest.__dict__, indent=1, sort_keys=True).encode()
        last = tarfile.TarInfo(MANIFEST)
        last.size, last.mtime = len(listed), moment
        tar.addfile(last, io.BytesIO(listed))
    return manifest


class _Hashed:
    """A file read to a fixed length, hashed on the way; a file that shrank is an error."""

    def __init__(self, source: BinaryIO, size: int) -> None:
        self._source, self._left, self._hash = source, size, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        taken = self._source.read(min(size if size >= 0 else self._left, self._left))
        self._left -= len(taken)
        self._hash.update(taken)
        return taken

    def digest(self) -> str:
        return self._hash.hexdigest()


def unpack(source: BinaryIO, folder: Path) -> Manifest:
    """Unpack into an empty folder and hold every file against the manifest.

    Raises Unsound for a member that would land elsewhere, a hash or size that differs, a file
    without an entry, an entry without a file, or an archive that ends too early.
    """
    found: dict[str, dict[str, Any]] = {}
    listed: bytes | None = None
    try:
        with tarfile.open(fileobj=source, mode="r|gz") as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is None or not member.isreg():
                    raise Unsound(f"{member.name} is not a plain file")
                if member.name == MANIFEST:
                    listed = content.read()
                else:
                    found[member.name] = _put(content, folder, member.name)
    except (tarfile.TarError, EOFError, zlib.error) as broken:
        raise Unsound(f"the archive cannot be read to its end ({broken})") from broken
    return _agreed(listed, found)


def _put(content: Any, folder: Path, name: str) -> dict[str, Any]:
    target = folder / name
    if not target.resolve().is_relative_to(folder.resolve()) or target.exists():
        raise Unsound(f"{name} would land outside, or twice")
    target.parent.mkdir(parents=True, exist_ok=True)
    taken, size = hashlib.sha256(), 0
    with target.open("wb") as out:
        while block := content.read(BLOCK):
            out.write(block)
            taken.update(block)
            size += len(block)
    return {"size": size, "sha256": taken.hexdigest()}


def _agreed(listed: bytes | None, found: dict[str, dict[str, Any]]) -> Manifest:
    if listed is None:
        raise Unsound("the archive has no manifest, so its end is missing")
    manifest = Manifest(**json.loads(listed))
    if manifest.format != FORMAT:
        raise Unsound(f"its format {manifest.format} is newer than this version can read")
    for name in sorted(set(manifest.files) | set(found)):
        if manifest.files.get(name) != found.get(name):
            raise Unsound(f"{name} is not the file that was backed up")
    return manifest
