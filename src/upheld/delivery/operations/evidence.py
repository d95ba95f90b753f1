"""Showing that work was done: files, links and words, none of which ever changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from upheld.delivery.events import Event
from upheld.delivery.may import May
from upheld.delivery.models import Deliverable, EvidenceItem
from upheld.delivery.rules.deliverables import DeliverableState, DeliverableStep, step_obstacle
from upheld.delivery.rules.evidence import EvidenceKind, kind_obstacle
from upheld.foundation.files import KeptFile, keep, read_kept
from upheld.foundation.files.harmless import harmless, refuse
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

FOLDER = "evidence"
MOST_ITEMS = 100
_OPEN_TO_EVIDENCE = {DeliverableState.IN_WORK, DeliverableState.REJECTED}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: what the person calls it, and its bytes."""

    name: str
    content: bytes


@operation(May.WORK_ON_DELIVERABLES)
def add_evidence(
    *,
    deliverable: Deliverable,
    kind: EvidenceKind,
    by: Actor,
    at: datetime,
    words: str = "",
    link: str = "",
    upload: Upload | None = None,
) -> EvidenceItem:
    """Attach something that shows a deliverable done, while the customer is not looking at it.

    What a file is, is told by its bytes; pictures are drawn anew. Refuses with: invalid_input,
    deliverable_<state>, too_much_evidence, file_of_other_kind, file_damaged, and the codes of
    foundation/files/kinds.py `sniff`.
    """
    kind = EvidenceKind(kind)
    deliverable = lock(deliverable)
    _require_open(deliverable)
    _require_shape(kind, words, link, upload)
    name, type_, kept = _keep(kind, upload, by) if upload is not None else ("", "", None)
    item = EvidenceItem(
        deliverable=deliverable,
        kind=kind.value,
        words=words.strip(),
        link=link.strip(),
        file_name=name,
        file=kept.path if kept else "",
        file_sha256=kept.sha256 if kept else "",
        file_bytes=kept.size if kept else 0,
        content_type=type_,
        added_by=Person.objects.get(pk=by.person_id),
        added_at=at,
    )
    item.save()
    record(
        Event.EVIDENCE_ADDED,
        deliverable,
        about=[deliverable.company, item],
        number=deliverable.number,
        kind=kind,
        sha256=item.file_sha256,
        bytes=item.file_bytes,
        private={"evidence": item.file_name or item.link or "words that show it done"},
    )
    return item


@operation(None)
def check_evidence(*, item: EvidenceItem, by: Actor, at: datetime) -> bool:
    """Tell whether a kept file is still the same; where it is not, the record says so for ever."""
    del by, at
    try:
        read_kept(item.file, item.file_sha256)
    except Refused as refused:
        record(
            Event.EVIDENCE_ALTERED, item.deliverable, about=[item], reason=refused.why,
            number=item.deliverable.number, code=refused.code, sha256=item.file_sha256,
        )  # fmt: skip
        return False
    return unchanged(True)


def _keep(kind: EvidenceKind, upload: Upload, by: Actor) -> tuple[str, str, KeptFile]:
    """Keep what was uploaded; gives its harmless name, its type, and where it is."""
    name, type_, content = harmless(upload.name, upload.content)
    wrong = kind_obstacle(kind, type_)
    if wrong is not None:
        raise refuse(wrong)
    return name, type_.value, keep(FOLDER, by.provider_id, content)


def _require_open(deliverable: Deliverable) -> None:
    """Refuse what would change the ground under a customer who is reading."""
    if EvidenceItem.objects.filter(deliverable=deliverable).count() >= MOST_ITEMS:
        raise Refused(
            "too_much_evidence",
            f"There are {MOST_ITEMS} pieces of evidence already.",
            what="Not attached.",
            remedy="Put what is left into one file.",
        )
    if deliverable.stands in _OPEN_TO_EVIDENCE:
        return
    found = step_obstacle(deliverable.stands, DeliverableStep.SUBMIT)
    if found is not None:
        raise Refused(found.code, found.why, what="Not attached.", remedy=found.remedy)


def _require_shape(kind: EvidenceKind, words: str, link: str, upload: Upload | None) -> None:
    """Refuse what lacks the thing that its kind is made of."""
    if kind is EvidenceKind.LINK:
        _require_link(link)
    elif kind is EvidenceKind.TEXT and not words.strip():
        raise invalid(words="Write what shows that it is done.")
    elif kind not in {EvidenceKind.LINK, EvidenceKind.TEXT} and upload is None:
        raise invalid(file="Choose the file that shows that it is done.")
    if upload is not None and kind in {EvidenceKind.LINK, EvidenceKind.TEXT}:
        raise invalid(kind=f"A {kind} is no file; choose “file”, or leave the file off.")
    if link.strip() and kind is not EvidenceKind.LINK:
        _require_link(link)


def _require_link(link: str) -> None:
    try:
        parts = urlsplit(link.strip())
        host = parts.hostname
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not host or any(map(str.isspace, link.strip())):
        raise invalid(link="Enter a whole web address that begins with https://.")
