"""Refusals for programs: RFC 9457 problem documents that carry the refusal's code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import JsonResponse

if TYPE_CHECKING:
    from upheld.foundation.doors.request import Request
    from upheld.foundation.refusals import Refused

_TEXT = {"type": "string"}
_REASON = {
    "type": "object",
    "required": ["code", "why", "remedy"],
    "properties": {"code": _TEXT, "why": _TEXT, "remedy": _TEXT, "who": _TEXT},
}
REFUSALS: dict[str, Any] = {
    "schemas": {
        "Refusal": {
            "type": "object",
            "description": "What was not done, why, and what to do; `code` is stable.",
            "required": ["type", "title", "status", "code", "detail", "remedy"],
            "properties": {
                "type": _TEXT,
                "title": _TEXT,
                "status": {"type": "integer", "minimum": 400, "maximum": 499},
                "code": {"type": "string", "minLength": 1},
                "detail": _TEXT,
                "remedy": _TEXT,
                "fields": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": _TEXT},
                },
                "reasons": {"type": "array", "items": _REASON},
                "cautions": {"type": "array", "items": _REASON},
            },
        }
    },
    "responses": {
        "Refusal": {
            "description": "Refused: nothing was done.",
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Refusal"}}
            },
        }
    },
}
"""How the API's description declares that any operation may be refused."""


def problem_document(refused: Refused) -> dict[str, Any]:
    """Give a refusal as the members of a problem document."""
    document: dict[str, Any] = {
        "type": f"urn:upheld:refusal:{refused.code}",
        "title": refused.what,
        "status": refused.status,
        "code": refused.code,
        "detail": refused.why,
        "remedy": refused.remedy,
    }
    if refused.fields:
        document["fields"] = {name: list(messages) for name, messages in refused.fields.items()}
    if refused.reasons:
        document["reasons"] = [
            {"code": reason.code, "why": reason.why, "remedy": reason.remedy, "who": reason.who}
            for reason in refused.reasons
        ]
    if refused.cautions:
        document["cautions"] = [
            {"code": doubt.code, "why": doubt.why, "remedy": doubt.remedy}
            for doubt in refused.cautions
        ]
    return document


def problem(_request: Request, refused: Refused) -> JsonResponse:
    """Answer a refusal as `application/problem+json`."""
    return JsonResponse(
        problem_document(refused), status=refused.status, content_type="application/problem+json"
    )
