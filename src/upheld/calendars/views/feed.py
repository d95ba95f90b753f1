"""The address that calendars read: no sign-in, no cookie, the secret is the key."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.http import parse_etags, quote_etag

from upheld.calendars.operations.feed import note_read
from upheld.calendars.queries.feed import entries_of, feed_of_secret
from upheld.calendars.rules.writing import calendar_of
from upheld.foundation.doors.screen import public
from upheld.foundation.models import Provider
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.scope import open_provider, writing

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.doors.request import Request

LONGEST_SECRET = 80
MOST_AN_HOUR = 120
"""A calendar that asks every minute may; one that has run wild may not."""
_HOUR = 3600
_LARGEST_PROVIDER = 2**31


@public("A calendar reads a person's plan by its secret address, without signing in.")
def feed(request: Request, secret: str) -> HttpResponse:
    """Give a plan as calendars read it; nothing of it where the reader has it already."""
    provider = _provider_of(secret)
    if provider is None:
        return _nothing()
    with open_provider(provider.pk):
        try:
            found = feed_of_secret(secret)
        except Refused:
            return _nothing()
        if _asks_too_often(found.pk, request.at):
            return HttpResponse(
                "Asked too often.\n", "text/plain", 429, headers={"Retry-After": str(_HOUR)}
            )
        name = f"{provider.name}: {found.person.name}"
        zone = found.person.zone or provider.zone
        content = calendar_of(entries_of(found, provider, request.at), name, zone)
        if request.method == "GET":
            with writing():
                note_read(found, request.at)
    return _handed_out(request, content)


def _handed_out(request: Request, content: bytes) -> HttpResponse:
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in known or f"W/{etag}" in known or "*" in known:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(content, "text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'inline; filename="plan.ics"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _nothing() -> HttpResponse:
    """Say no more than that: neither whose address it was nor that it ever was one."""
    return HttpResponse("There is no calendar at this address.\n", "text/plain", 404)


def _asks_too_often(feed_id: int, at: datetime) -> bool:
    key = f"calendar-feed:{feed_id}:{at:%Y%m%d%H}"
    cache.add(key, 0, _HOUR)
    try:
        return int(cache.incr(key)) > MOST_AN_HOUR
    except ValueError:
        # Its time was just over.
        return False


def _provider_of(secret: str) -> Provider | None:
    """Find whose feed it may be: the secret begins with the provider's number."""
    start, _, rest = secret.partition("-")
    known = start.isascii() and start.isdecimal() and rest and len(secret) <= LONGEST_SECRET
    if not known or int(start) >= _LARGEST_PROVIDER:
        return None
    return Provider.objects.filter(pk=int(start)).first()
