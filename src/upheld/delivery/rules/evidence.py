"""Kinds of evidence. What a file is, is told by `foundation.files.kinds`."""

from __future__ import annotations

from enum import StrEnum, auto

from upheld.foundation.refusals import Reason
from upheld.foundation.values.file_types import ENDINGS, IMAGES, FileType


class EvidenceKind(StrEnum):
    """How it is shown that something was done; agreed beforehand, deliverable by deliverable."""

    FILE = auto()
    PHOTO = auto()
    LOG = auto()
    LINK = auto()
    TEXT = auto()


KIND_TITLES: dict[EvidenceKind, str] = {
    EvidenceKind.FILE: "A file",
    EvidenceKind.PHOTO: "A photo",
    EvidenceKind.LOG: "A log",
    EvidenceKind.LINK: "A link",
    EvidenceKind.TEXT: "Words",
}


def kind_obstacle(kind: EvidenceKind, type_: FileType) -> Reason | None:
    """Say why a file is not the kind of evidence that it is given as. Code: file_of_other_kind."""
    wanted = {EvidenceKind.PHOTO: IMAGES, EvidenceKind.LOG: frozenset({FileType.TEXT})}
    fitting = wanted.get(kind)
    if kind in {EvidenceKind.LINK, EvidenceKind.TEXT}:
        why, remedy = f"A {kind} is no file.", "Choose “file”, or leave the file off."
    elif fitting is None or type_ in fitting:
        return None
    else:
        why = f"This is no {kind}: it is {ENDINGS[type_].upper()}."
        remedy = "Attach a picture." if kind is EvidenceKind.PHOTO else "Attach plain text."
    return Reason("file_of_other_kind", why, remedy)
