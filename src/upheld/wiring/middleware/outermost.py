"""The outermost layer: health, the moment, security headers, and no refusal or fault unanswered."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any, cast

from django.db import DatabaseError, OperationalError, connection
from django.http import HttpResponse, JsonResponse

from upheld.foundation import clock
from upheld.foundation.doors.problem import problem
from upheld.foundation.doors.show import back_url, refusal_page, show
from upheld.foundation.refusals import Refused
from upheld.wiring.errors import NOT_OURS, as_refusal, wrong_method

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from upheld.foundation.doors.request import Request

_NO_SUCH_METHOD = 405
log = logging.getLogger("upheld.requests")

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Safeguards:
    """Reads the clock once, answers health checks, and turns whatever happens into an answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponse:
        """Handle one request."""
        request = cast("Request", plain)
        request.at = clock.now()
        if request.path == "/healthz":
            return self._health()
        response = self.get_response(request)
        if response.status_code == _NO_SUCH_METHOD and request.path.startswith("/api/"):
            response = wrong_method(request, response.headers["Allow"])
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    def _health(self) -> HttpResponse:
        try:
            with connection.cursor() as cursor:
                cursor.execute("select 1 from foundation_provider limit 1")
        except DatabaseError:
            return JsonResponse({"status": "the database does not answer"}, status=503)
        return JsonResponse({"status": "ok"})

    def process_exception(self, request: Request, fault: Exception) -> HttpResponse | None:
        """Answer a refusal raised outside a door, and a fault with a reference that the log has."""
        api = request.path.startswith("/api/")
        if isinstance(fault, NOT_OURS):
            fault = as_refusal(fault)
        if isinstance(fault, Refused):
            return problem(request, fault) if api else refusal_page(request, fault)
        if isinstance(fault, OperationalError) and "lock" in str(fault).lower():
            return self._busy(api=api)
        reference = secrets.token_hex(4)
        log.error("fault %s at %s %s", reference, request.method, request.path, exc_info=fault)
        if api:
            document: dict[str, Any] = {
                "type": "urn:upheld:fault",
                "title": "Something went wrong on our side.",
                "status": 500,
                "reference": reference,
            }
            return JsonResponse(document, status=500, content_type="application/problem+json")
        return show(
            request, "fault.html", status=500, reference=reference, back_url=back_url(request)
        )

    def _busy(self, *, api: bool) -> HttpResponse:
        kind = "application/problem+json" if api else "text/plain"
        response = HttpResponse(
            '{"title": "The database is busy; nothing was changed.", "status": 503}'
            if api
            else "The database is busy; nothing was changed. Please try again.",
            status=503,
            content_type=kind,
        )
        response.headers["Retry-After"] = "2"
        return response
