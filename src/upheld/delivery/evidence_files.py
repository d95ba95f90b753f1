"""Evidence on disk: random names, bytes made harmless before they are kept, checked when read."""

from __future__ import annotations

import hashlib
import os
import secrets
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from PIL import Image, ImageOps

from upheld.delivery.rules.evidence import IMAGES, MOST_PIXELS, FileType, shown_name, sniff
from upheld.foundation.refusals import Reason, Refused

if TYPE_CHECKING:
    from upheld.delivery.models import EvidenceItem

FOLDER = "evidence"
_RE_ENCODED = {FileType.JPEG: ("JPEG", FileType.JPEG)}
_OTHERWISE = ("PNG", FileType.PNG)
_QUALITY = 88


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it was kept: its path below MEDIA_ROOT, its harmless name and what it is."""

    path: str
    name: str
    type: FileType
    sha256: str
    size: int


def harmless(name: str, content: bytes) -> tuple[str, FileType, bytes]:
    """Give name, type and bytes as they may be kept: pictures drawn anew, all else as it came.

    Refuses with: the codes of rules/evidence.py `sniff`, file_damaged.
    """
    found = sniff(content)
    if found.obstacle is not None or found.type is None:
        raise refuse(found.obstacle or _damaged())
    if found.type not in IMAGES:
        return shown_name(name, found.type), found.type, content
    type_, drawn = _drawn_anew(content, found.type)
    return shown_name(name, type_), type_, drawn


def keep(provider_id: int, name: str, type_: FileType, content: bytes) -> KeptFile:
    """Write bytes to disk under a random name, and wait until they are there."""
    token = secrets.token_hex(20)
    path = Path(FOLDER, str(provider_id), token[:2], token)
    whole = Path(settings.MEDIA_ROOT, path)
    whole.parent.mkdir(parents=True, exist_ok=True)
    with whole.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    whole.chmod(0o600)
    digest = hashlib.sha256(content).hexdigest()
    return KeptFile(path.as_posix(), name, type_, digest, len(content))


def read_evidence(item: EvidenceItem) -> bytes:
    """Read a file back as it was kept. Refuses with: evidence_missing_on_disk, evidence_altered."""
    path = Path(settings.MEDIA_ROOT, item.file)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise Refused(
            "evidence_missing_on_disk",
            "The file is not where it was kept.",
            what="Not handed out.",
            remedy="Restore it from the backup; its SHA-256 says which one it is.",
        ) from None
    if hashlib.sha256(content).hexdigest() != item.file_sha256:
        raise Refused(
            "evidence_altered",
            "The file is not the one that was attached: its SHA-256 differs from the one kept.",
            what="Not handed out.",
            remedy="Restore it from the backup, and find out who can write to the files folder.",
        )
    return content


def refuse(reason: Reason) -> Refused:
    """Turn a reason against a file into a refusal that stands beside its field."""
    text = f"{reason.why} {reason.remedy}".strip()
    return Refused(
        reason.code, reason.why, what="Not attached.", remedy=reason.remedy,
        fields={"file": (text,)},
    )  # fmt: skip


def _drawn_anew(content: bytes, type_: FileType) -> tuple[FileType, bytes]:
    """Decode a picture and encode it again: whatever else lay in the file is gone, and its EXIF."""
    form, becomes = _RE_ENCODED.get(type_, _OTHERWISE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(BytesIO(content)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise refuse(_too_many_pixels())
                upright = ImageOps.exif_transpose(picture)
                upright.load()
                plain = upright.convert("RGB" if form == "JPEG" else "RGBA")
                out = BytesIO()
                plain.save(out, form, **({"quality": _QUALITY} if form == "JPEG" else {}))
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        raise refuse(_damaged()) from None
    return becomes, out.getvalue()


def _damaged() -> Reason:
    return Reason(
        "file_damaged", "The picture cannot be opened.", "Take or save it again, and attach that."
    )


def _too_many_pixels() -> Reason:
    most = MOST_PIXELS // 1_000_000
    return Reason(
        "file_too_large",
        f"The picture has more than {most} million pixels.",
        "Attach a smaller one.",
    )
