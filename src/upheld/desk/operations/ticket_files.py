"""Files that come with what is said: told by their bytes, made harmless, kept by their hash."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from upheld.desk.models import TicketEntry, TicketFile
from upheld.foundation.files import keep
from upheld.foundation.files.harmless import harmless
from upheld.foundation.files.kinds import MOST_BYTES
from upheld.foundation.refusals import invalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.core.files.uploadedfile import UploadedFile

    from upheld.foundation.actor import Actor

FOLDER = "tickets"
MOST_FILES = 10
"""With one reply; more belong into an archive of the customer's own."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: what the person calls it, and its bytes."""

    name: str
    content: bytes


def uploads_of(sent: Iterable[UploadedFile[Any]]) -> list[Upload]:
    """Take what a form or a program sent; of what is too large, enough to see that it is."""
    return [Upload(one.name or "", one.read(MOST_BYTES + 1)) for one in sent]


def attach(entry: TicketEntry, files: Sequence[Upload], by: Actor) -> list[TicketFile]:
    """Keep the files that came with an entry; all of them, or the whole reply is refused.

    Refuses with: invalid_input (too many), and the codes of foundation/files/kinds.py `sniff`,
    file_damaged.
    """
    if len(files) > MOST_FILES:
        raise invalid(file=f"Attach at most {MOST_FILES} files at once.")
    kept = []
    for upload in files:
        name, type_, content = harmless(upload.name, upload.content)
        place = keep(FOLDER, by.provider_id, content)
        row = TicketFile(
            entry=entry, file_name=name, file=place.path, file_sha256=place.sha256,
            file_bytes=place.size, content_type=type_.value,
        )  # fmt: skip
        row.save()
        kept.append(row)
    return kept


def hashes_of(kept: Sequence[TicketFile]) -> dict[str, Any]:
    """Give what the record says of files: their hashes; nothing where there are none."""
    return {"files": [one.file_sha256 for one in kept]} if kept else {}
