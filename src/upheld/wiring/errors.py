"""Pages for what never reached a door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from upheld.foundation.doors.problem import problem, problem_document
from upheld.foundation.doors.show import refusal_page
from upheld.foundation.refusals import INVALID_INPUT, NOT_ALLOWED, Refused, not_found

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request

NOT_OURS = (Http404, BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError)
"""What Django raises over a request that is at fault itself."""


def as_refusal(fault: Exception) -> Refused:
    """Say in our words what Django finds wrong with a request."""
    if isinstance(fault, Http404):
        return not_found("page")
    if isinstance(fault, RequestDataTooBig):
        return Refused(
            INVALID_INPUT,
            "More was sent at once than can be taken: the limit is 5 MB beside files.",
            remedy="Send less at once.",
        )
    return Refused(
        INVALID_INPUT,
        "What was sent cannot be read.",
        remedy="Reload the page and send it again.",
    )


def wrong_method(request: Request, allowed: str) -> HttpResponse:
    """Answer a program that used a method which its address does not know."""
    why = f"This address answers {allowed} and not {request.method}."
    refused = Refused(
        "no_such_method", why, remedy="See the API's description for what each address takes."
    )
    document = {**problem_document(refused), "status": 405}
    return JsonResponse(
        document, status=405, content_type="application/problem+json", headers={"Allow": allowed}
    )


def bad_request(request: Request, exception: Exception) -> HttpResponse:
    """Answer what broke before it reached a door, such as a form that cannot be read."""
    refused = as_refusal(exception)
    return problem(request, refused) if request.path.startswith("/api/") else refusal_page(
        request, refused
    )  # fmt: skip


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
