"""Handing out kept files: as a download alone, in a box from which nothing can act."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import HttpResponse

from upheld.foundation.files import read_kept

if TYPE_CHECKING:
    from typing import Protocol

    class Handed(Protocol):
        """A row that says where its file lies, and what it was when it was kept."""

        file: str
        file_name: str
        file_sha256: str
        content_type: str


SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


def hand_out(item: Handed) -> HttpResponse:
    """Answer with a file's bytes, after their SHA-256 was checked.

    Refuses with: file_missing, file_altered.
    """
    content = read_kept(item.file, item.file_sha256)
    plain = item.file_name.encode("ascii", "replace").decode().replace("?", "_")
    return HttpResponse(
        content,
        content_type=item.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{plain}"; '
            f"filename*=UTF-8''{quote(item.file_name)}",
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "Repr-Digest": f"sha-256=:{b64encode(bytes.fromhex(item.file_sha256)).decode()}:",
        },
    )
