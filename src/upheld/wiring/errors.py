"""Pages for what never reached a door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.problem import problem
from upheld.foundation.doors.show import refusal_page
from upheld.foundation.refusals import NOT_ALLOWED, Refused, not_found

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


def page_not_found(request: Request, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer an address that leads nowhere."""
    refused = not_found("page")
    return problem(request, refused) if request.path.startswith("/api/") else refusal_page(
        request, refused
    )  # fmt: skip


def csrf_failure(request: Request, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer a form whose token has expired; what was typed is kept by the browser's draft."""
    return refusal_page(
        request,
        Refused(
            NOT_ALLOWED,
            "The page was open too long, or came from somewhere else.",
            remedy="Go back, reload the page and send it again; what you typed is kept there.",
        ),
    )
