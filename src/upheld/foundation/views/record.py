"""The page of the record, one entry, its receipt, and checking the whole."""

from __future__ import annotations

import json

from django.http import HttpResponse
from django.urls import reverse

from upheld.foundation.doors.request import Request
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.lists import show_list
from upheld.foundation.may import May
from upheld.foundation.models import Provider
from upheld.foundation.operation import find
from upheld.foundation.record.read import RECORD, entry_page, record_standing, visible_entries
from upheld.foundation.record.receipt import receipt_for
from upheld.foundation.record.verify import keep_check, verify_record
from upheld.foundation.refusals import Refused

MOST_CHECKED_AT_ONCE = 20_000
"""Entries that are checked while somebody waits: about two seconds."""


@screen(May.SEE_RECORD)
def index(request: Request) -> HttpResponse:
    """List the entries, with how the record stands."""
    return show_list(
        request,
        RECORD,
        visible_entries(request.actor),
        template="foundation/record.html",
        standing=record_standing(),
    )


@screen(May.SEE_RECORD)
def detail(request: Request, sequence: int) -> HttpResponse:
    """Show one entry: what it says, its text as hashed, its fingerprint."""
    entry = find(visible_entries(request.actor), sequence=sequence)
    return show(request, "foundation/record_entry.html", page=entry_page(entry, request.actor))


@screen(May.SEE_RECORD)
def receipt(request: Request, sequence: int) -> HttpResponse:
    """Hand out an entry's receipt, which holds without us."""
    entry = find(visible_entries(request.actor), sequence=sequence)
    document = json.dumps(receipt_for(entry, at=request.at), ensure_ascii=False, indent=2)
    response = HttpResponse(document, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="receipt-{sequence}.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@screen(May.SEE_RECORD, methods=["POST"])
def check(request: Request) -> HttpResponse:
    """Check the whole record now and keep what was found."""
    if record_standing().size > MOST_CHECKED_AT_ONCE:
        raise Refused(
            "record_too_long",
            f"Checking more than {MOST_CHECKED_AT_ONCE:,} entries takes longer than a page may.",
            what="Not checked.",
            remedy="Run `upheld record verify` on the server; what it finds is shown here.",
        )
    provider = Provider.objects.get(pk=request.actor.provider_id)
    verdict = verify_record(provider)
    keep_check(verdict, request.at)
    said = "All of it holds." if verdict.well else verdict.faults[0].why
    return go(request, reverse("record"), notice=f"{verdict.size:,} entries checked. {said}")
