"""Files that leave the house: the sealed document and the receipt, as downloads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import HttpResponse

from upheld.agreements.queries.agreements import document_name
from upheld.foundation.files import read_kept

if TYPE_CHECKING:
    from typing import Any

    from upheld.agreements.models import Signature


def document_answer(signature: Signature) -> HttpResponse:
    """Answer with a sealed document as a download; refuses one that was altered."""
    content = read_kept(signature.file, signature.file_sha256)
    return _download(content, "application/pdf", document_name(signature))


def receipt_answer(signature: Signature, receipt: dict[str, Any]) -> HttpResponse:
    """Answer with a receipt as a download."""
    text = json.dumps(receipt, ensure_ascii=False, indent=2).encode()
    return _download(text, "application/json", f"receipt-{signature.pk}.json")


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
