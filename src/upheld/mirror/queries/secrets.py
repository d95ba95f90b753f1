"""The secret of a proof page: derived, so that a stolen database opens none."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from upheld.mirror.models import ProofPage

SECRET_LENGTH = 40


def secret_of(page: ProofPage) -> str:
    """Derive a page's secret: 160 bits that only this installation's key can make."""
    said = f"proof page {page.provider_id} {page.pk} {page.made_at.isoformat()}"
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()[:SECRET_LENGTH]


def hash_of(secret: str) -> str:
    """Give what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
