"""Secrets that must be told to others again (passwords of mail servers), kept so that the database
alone gives none of them away.

The key is made of `UPHELD_SECRET_KEY`, which lies outside the database. Each kind of secret has a
key of its own, so that one that was sealed for one purpose cannot be put in another's place.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from upheld.foundation.refusals import Refused


def seal(secret: str, purpose: str) -> str:
    """Encrypt a secret for keeping; "" stays ""."""
    if not secret:
        return ""
    return Fernet(_key(purpose)).encrypt(secret.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """Give a kept secret back. Refuses with: secret_lost (the installation's key has changed)."""
    if not sealed:
        return ""
    try:
        return Fernet(_key(purpose)).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Refused(
            "secret_lost",
            "The kept password cannot be opened: UPHELD_SECRET_KEY is another than it was.",
            what="Nothing was done.",
            remedy="Enter the password again.",
        ) from None


def _key(purpose: str) -> bytes:
    made = HKDF(SHA256(), 32, None, f"upheld sealed {purpose}".encode())
    return base64.urlsafe_b64encode(made.derive(settings.SECRET_KEY.encode()))
