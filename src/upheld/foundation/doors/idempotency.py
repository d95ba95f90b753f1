"""One effect for one request, however often it arrives.

The stored answer is written in the transaction of the effect. Same key and same body: the stored
answer again. Same key, other body: refused (422). Still being worked on elsewhere: refused (409),
which the unique constraint decides, not a look beforehand.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError
from django.http import HttpResponse
from ninja import Status

from upheld.foundation.models.requests import IdempotentAnswer
from upheld.foundation.refusals import INVALID_INPUT, Refused
from upheld.foundation.tenancy.writing import bookkeeping

if TYPE_CHECKING:
    from collections.abc import Callable

    from upheld.foundation.doors.request import Request

T = TypeVar("T")

LONGEST_KEY = 100
_NOT_DONE = 400


def answered_once(request: Request, work: Callable[[], Any]) -> Any:
    """Do the work and keep its answer under the request's key, or give the kept answer.

    Needs an open transaction. The key is the `Idempotency-Key` header of a program, or the hidden
    `idempotency_key` of a form (a double click sends it twice). Without one the work is done.
    """
    key = request.headers.get("Idempotency-Key", "") or request.POST.get("idempotency_key", "")
    if not key:
        return work()
    if len(key) > LONGEST_KEY or "\0" in key:
        raise Refused(INVALID_INPUT, "The idempotency key is not 1 to 100 plain characters.")
    asked = _hash_of(request)
    known = IdempotentAnswer.objects.filter(actor_key=_asker(request), key=key).first()
    if known is not None:
        return _kept_answer(known, asked)
    with bookkeeping():
        kept = IdempotentAnswer(
            actor_key=_asker(request), key=key, request_hash=asked, created_at=request.at
        )
        kept.save()
    answer = work()
    with bookkeeping():
        if isinstance(answer, HttpResponse) and answer.status_code >= _NOT_DONE:
            # Asking what was meant does nothing yet: the same form may be sent again, corrected.
            kept.delete()
        else:
            kept.change(**_as_kept(answer))
    return answer


def once_more_if_raced(enter: Callable[[], T]) -> T:
    """Enter again when the same key was being worked on at once: its answer is there by now.

    PostgreSQL makes the second of two equal keys wait for the first one's end and then fails it;
    SQLite lets only one write at a time, so that the second finds the answer.
    """
    try:
        return enter()
    except IntegrityError as fault:
        if "idempotency_key_once" not in str(fault):
            raise
    return enter()


def _asker(request: Request) -> str:
    actor = request.actor
    return f"{actor.kind}:{actor.key_id or actor.user_id or 0}"


def _hash_of(request: Request) -> str:
    """Hash what was asked. A form's own token differs from page to page and does not count."""
    asked = f"{request.method} {request.get_full_path()}\n".encode()
    if not request.path.startswith("/api/"):
        return hashlib.sha256(asked).hexdigest()
    if request.content_type == "multipart/form-data":
        return hashlib.sha256(asked + _parts_of(request)).hexdigest()
    return hashlib.sha256(asked + request.body).hexdigest()


def _parts_of(request: Request) -> bytes:
    """Digest a request that carries files: its body is read by then, and its boundary is random."""
    parts = hashlib.sha256()
    for name, texts in sorted(request.POST.lists()):
        parts.update(json.dumps([name, texts]).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            parts.update(json.dumps([name, file.name, file.size]).encode())
            for chunk in file.chunks():
                parts.update(chunk)
            file.seek(0)
    return parts.digest()


def _kept_answer(known: IdempotentAnswer, asked: str) -> HttpResponse:
    if known.request_hash != asked:
        raise Refused(
            INVALID_INPUT,
            "This idempotency key was used for another request.",
            remedy="Use a new key for a new request.",
        )
    response = HttpResponse(known.body, status=known.status)
    for name, value in known.headers.items():
        response.headers[name] = value
    response.headers["Idempotent-Replay"] = "true"
    return response


def _as_kept(answer: Any) -> dict[str, Any]:
    if isinstance(answer, HttpResponse):
        kept = {
            name: answer.headers[name]
            for name in ("Content-Type", "Location", "ETag", "HX-Trigger")
            if name in answer.headers
        }
        return {"status": answer.status_code, "body": answer.content.decode(), "headers": kept}
    said = answer if isinstance(answer, Status) else Status(200, answer)
    return {
        "status": int(said.status_code),
        "body": _json_of(said.value),
        "headers": {"Content-Type": "application/json"},
    }


def _json_of(answer: Any) -> str:
    return json.dumps(_plain(answer), cls=DjangoJSONEncoder)


def _plain(answer: Any) -> Any:
    """Give shapes as the values that they hold, a list of them too."""
    if isinstance(answer, list):
        return [_plain(one) for one in answer]
    return answer.model_dump(mode="json") if hasattr(answer, "model_dump") else answer
