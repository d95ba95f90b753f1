"""Proof pages: handed out and revoked by the staff, read by whoever has the link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.screen import public, screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.lists import show_list
from upheld.foundation.models import Provider
from upheld.foundation.operation import find
from upheld.foundation.refusals import not_found
from upheld.foundation.tenancy.scope import open_provider, writing
from upheld.mirror.lists import PROOF_PAGES
from upheld.mirror.may import May
from upheld.mirror.operations.proof import make_proof_page, note_view, revoke_proof_page
from upheld.mirror.queries.proof import (
    open_proof,
    page_with_views,
    proof_link,
    proof_of,
    visible_pages,
    with_views,
)

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.MANAGE_PROOF)
def index(request: Request) -> HttpResponse:
    """List proof pages with who has looked."""
    rows = with_views(visible_pages(request.actor))
    return show_list(request, PROOF_PAGES, rows.select_related("proposal", "company"))


@screen(May.MANAGE_PROOF)
def detail(request: Request, pk: int) -> HttpResponse:
    """Show a proof page as its reader sees it, its link, and every look at it."""
    page = find(visible_pages(request.actor).select_related("proposal", "company"), pk=pk)
    link = proof_link(page.proposal, request.at)
    return show(
        request,
        "mirror/proof_page.html",
        page=page,
        views=page_with_views(page),
        proof=proof_of(page, request.at),
        link=request.build_absolute_uri(link) if link else "",
    )


@screen(May.MANAGE_PROOF, methods=["POST"])
def extend(request: Request, pk: int) -> HttpResponse:
    """Keep a page open for longer, or make a new one where it was revoked."""
    page = find(visible_pages(request.actor), pk=pk)
    page = make_proof_page(proposal=page.proposal, by=request.actor, at=request.at)
    return go(request, "proof-page", pk=page.pk, notice="The page is open for 60 days from now.")


@screen(May.MANAGE_PROOF, methods=["POST"])
def revoke(request: Request, pk: int) -> HttpResponse:
    """End a proof page."""
    page = find(visible_pages(request.actor), pk=pk)
    revoke_proof_page(page=page, by=request.actor, at=request.at)
    return go(request, "proof-page", pk=pk, notice="The page opens for nobody any more.")


@public("A prospect reads the figures behind our claims by a secret link, without an account.")
def proof(request: Request, slug: str, secret: str) -> HttpResponse:
    """Show the figures of one proposal's claims, and note the look."""
    provider = Provider.objects.filter(slug=slug).first()
    if provider is None:
        raise not_found("page")
    with open_provider(provider.pk):
        page = open_proof(secret, request.at)
        if request.method == "GET":
            with writing():
                note_view(page, request.at, *_who(request))
        found = proof_of(page, request.at)
        response = show(request, "mirror/proof.html", proof=found)
    # Nothing here is posted, so the reader is given no cookie; and the secret goes no further.
    request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _who(request: Request) -> tuple[str, str]:
    return request.META.get("REMOTE_ADDR", ""), request.headers.get("User-Agent", "")
