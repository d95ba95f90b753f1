"""Bytes made harmless before they are kept."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from upheld.foundation.files.kinds import MOST_PIXELS, shown_name, sniff
from upheld.foundation.refusals import Reason, Refused
from upheld.foundation.values.file_types import IMAGES, FileType

_RE_ENCODED = {FileType.JPEG: ("JPEG", FileType.JPEG)}
_OTHERWISE = ("PNG", FileType.PNG)
_QUALITY = 88


def harmless(name: str, content: bytes) -> tuple[str, FileType, bytes]:
    """Give name, type and bytes as they may be kept: pictures drawn anew, all else as it came.

    Refuses with: the codes of `kinds.sniff`, file_damaged.
    """
    found = sniff(content)
    if found.obstacle is not None or found.type is None:
        raise refuse(found.obstacle or _damaged())
    if found.type not in IMAGES:
        return shown_name(name, found.type), found.type, content
    type_, drawn = _drawn_anew(content, found.type)
    return shown_name(name, type_), type_, drawn


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
