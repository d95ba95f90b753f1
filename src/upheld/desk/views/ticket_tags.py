"""The page of tags: how often each is used, renaming, merging and retiring them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.forms.ticket_setup import TagForm, TagRenameForm
from upheld.desk.may import May
from upheld.desk.operations.ticket_tags import rename_tag, restore_tag, retire_tag
from upheld.desk.queries.ticket_tags import tags_page
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_TICKETS)
def index(request: Request) -> HttpResponse:
    """List the tags, those on most tickets first."""
    return show(request, "desk/ticket_tags.html", page=tags_page())


@screen(May.SET_UP_DESK, methods=["GET", "POST"])
def rename(request: Request) -> HttpResponse:
    """Write a tag otherwise everywhere; under the name of another the two become one."""
    if request.method == "POST":
        values = TagRenameForm.read(request)
        rename_tag(tag=values["tag"], to=values["to"], by=request.actor, at=request.at)
        said = f"“{values['tag']}” is “{values['to']}” from now on."
        return go(request, "ticket-tags", notice=said)
    return show(request, "desk/ticket_tag_rename.html", tag=request.GET.get("tag", "")[:40],
                known=[one.tag for one in tags_page().tags])  # fmt: skip


@screen(May.SET_UP_DESK, methods=["POST"])
def retire(request: Request) -> HttpResponse:
    """Let nobody use a tag any more."""
    tag = TagForm.read(request)["tag"]
    retire_tag(tag=tag, by=request.actor, at=request.at)
    return go(request, "ticket-tags", notice=f"“{tag}” is retired; tickets that have it keep it.")


@screen(May.SET_UP_DESK, methods=["POST"])
def restore(request: Request) -> HttpResponse:
    """Let a retired tag be used again."""
    tag = TagForm.read(request)["tag"]
    restore_tag(tag=tag, by=request.actor, at=request.at)
    return go(request, "ticket-tags", notice=f"“{tag}” can be used again.")
