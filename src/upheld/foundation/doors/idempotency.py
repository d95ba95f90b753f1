"""One effect for one request, however often it arrives.

The stored answer is written in the transaction of the effect. Same key and same body: the stored
answer again. Same key, other body: refused (422). Still being worked on elsewhere: refused (409),
which the unique constraint decides, not a look beforehand.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

from upheld.foundation.models.requests import IdempotentAnswer
from upheld.foundation.refusals import INVALID_INPUT, Refused
from upheld.foundation.tenancy.writing import bookkeeping

if TYPE_CHECKING:
    from collections.abc import Callable

    from upheld.foundation.doors.request import Request

LONGEST_KEY = 100


def answered_once(request: Request, work: Callable[[], Any]) -> Any:
    """Do the work and keep its answer under the request's key, or give the kept answer.

    Needs an open transaction. Without an `Idempotency-Key` header the work is simply done.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return work()
    if len(key) > LONGEST_KEY:
        raise Refused(INVALID_INPUT, "The idempotency key is longer than 100 characters.")
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
    status, body = _as_text(answer)
    with bookkeeping():
        kept.change(status=status, body=body)
    return answer


def _asker(request: Request) -> str:
    actor = request.actor
    return f"{actor.kind}:{actor.key_id or actor.user_id or 0}"


def _hash_of(request: Request) -> str:
    asked = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    return hashlib.sha256(asked).hexdigest()


def _kept_answer(known: IdempotentAnswer, asked: str) -> HttpResponse:
    if known.request_hash != asked:
        raise Refused(
            INVALID_INPUT,
            "This idempotency key was used for another request.",
            remedy="Use a new key for a new request.",
        )
    response = HttpResponse(known.body, status=known.status, content_type="application/json")
    response.headers["Idempotent-Replay"] = "true"
    return response


def _as_text(answer: Any) -> tuple[int, str]:
    if isinstance(answer, HttpResponse):
        return answer.status_code, answer.content.decode()
    if isinstance(answer, tuple):
        return int(answer[0]), _json_of(answer[1])
    return 200, _json_of(answer)


def _json_of(answer: Any) -> str:
    plain = answer.model_dump(mode="json") if hasattr(answer, "model_dump") else answer
    return json.dumps(plain, cls=DjangoJSONEncoder)
