"""Procedures that are written elsewhere are brought in, again and again without doubles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused
from upheld.playbook.events import Event
from upheld.playbook.may import May
from upheld.playbook.models import Draft, Procedure
from upheld.playbook.operations.drafts import (
    LONGEST_TITLE,
    Particulars,
    begin_procedure,
    fingerprint,
    write_draft,
)
from upheld.playbook.operations.publishing import publish_draft
from upheld.playbook.rules.document import title_in

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

LONGEST_PATH = 200


class Brought(StrEnum):
    """What came of a page that was brought in."""

    NEW = "new"
    REVISED = "revised"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown page of another place: `path` names it there and stays the same."""

    path: str
    text: str
    source: str = "markdown"
    subject: str = ""
    why: str = ""


@operation(May.PUBLISH)
def bring_in_page(*, page: Page, by: Actor, at: datetime) -> tuple[Procedure, Brought]:
    """Make a page a procedure, or a changed page its next revision; the same page changes nothing.

    The first heading is its title, or else its file's name. A draft that somebody is writing is
    never overwritten. Refuses with: invalid_input, draft_in_the_way, procedure_withdrawn.
    """
    title, text = _read(page)
    known: Procedure | None = Procedure.objects.filter(
        source_system=page.source, source_id=page.path[-LONGEST_PATH:]
    ).first()
    if known is None:
        return _begin(page, title, text, by, at), Brought.NEW
    if fingerprint(known.title, known.text) == fingerprint(title, text):
        return unchanged((known, Brought.UNCHANGED))
    if Draft.objects.filter(procedure=known).exists():
        raise Refused(
            "draft_in_the_way", f"Somebody is writing the next revision of “{known.title}”.",
            what="Not brought in.", remedy="Publish or discard the draft, then bring it in again.",
        )  # fmt: skip
    why = page.why or "Changed where it is written."
    draft = write_draft(procedure=known, title=title, text=text, why=why, by=by, at=at)
    publish_draft(draft=draft, by=by, at=at)
    known.refresh_from_db()
    _say(known, page, Brought.REVISED)
    return known, Brought.REVISED


def _read(page: Page) -> tuple[str, str]:
    title, rest = title_in(page.text)
    name = page.path.rsplit("/", 1)[-1].removesuffix(".md")
    return (title or name)[:LONGEST_TITLE].strip(), rest


def _begin(page: Page, title: str, text: str, by: Actor, at: datetime) -> Procedure:
    procedure = begin_procedure(
        title=title, text=text, why=page.why or "Brought in from where it is written.",
        particulars=Particulars(subject=page.subject), by=by, at=at,
    )  # fmt: skip
    lock(procedure).change(source_system=page.source, source_id=page.path[-LONGEST_PATH:])
    publish_draft(draft=Draft.objects.get(procedure=procedure), by=by, at=at)
    procedure.refresh_from_db()
    _say(procedure, page, Brought.NEW)
    return procedure


def _say(procedure: Procedure, page: Page, came: Brought) -> None:
    private = {"path": page.path, "source": page.source}
    record(Event.BROUGHT_IN, procedure, came=came, revision=procedure.revision, private=private)
