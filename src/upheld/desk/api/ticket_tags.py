"""The endpoints of tags."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.desk.may import May
from upheld.desk.operations.ticket_tags import rename_tag, restore_tag, retire_tag
from upheld.desk.queries.ticket_tags import tags_page
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request

TagText = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00]*$")]


class TagOut(Schema):
    """A tag and how many tickets have it."""

    tag: str
    tickets: int
    is_retired: bool


class TagIn(Schema):
    """A tag."""

    tag: TagText


class TagRenameIn(Schema):
    """A tag, and what it is called instead."""

    tag: TagText
    to: TagText


def _tags() -> list[TagOut]:
    return [
        TagOut(tag=one.tag, tickets=one.tickets, is_retired=one.is_retired)
        for one in tags_page().tags
    ]


@endpoint(May.WORK_ON_TICKETS, "GET", "ticket-tags")
def ticket_tags(request: Request) -> list[TagOut]:  # noqa: ARG001  every endpoint takes it
    """List the tags, those on most tickets first."""
    return _tags()


@endpoint(May.SET_UP_DESK, "POST", "ticket-tags/renaming")
def rename_ticket_tag(request: Request, body: TagRenameIn) -> list[TagOut]:
    """Write a tag otherwise everywhere; under the name of another the two become one."""
    rename_tag(tag=body.tag, to=body.to, by=request.actor, at=request.at)
    return _tags()


@endpoint(May.SET_UP_DESK, "POST", "ticket-tags/retiring")
def retire_ticket_tag(request: Request, body: TagIn) -> list[TagOut]:
    """Let nobody use a tag any more; tickets that have it keep it."""
    retire_tag(tag=body.tag, by=request.actor, at=request.at)
    return _tags()


@endpoint(May.SET_UP_DESK, "POST", "ticket-tags/restoring")
def restore_ticket_tag(request: Request, body: TagIn) -> list[TagOut]:
    """Let a retired tag be used again."""
    restore_tag(tag=body.tag, by=request.actor, at=request.at)
    return _tags()
