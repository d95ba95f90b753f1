"""Keys for programs, as their page shows them; never their secret, which nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.people.models import ApiToken

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One key."""

    id: int
    name: str
    person: str
    prefix: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    last_used_on: date | None
    state: str
    """works, ended or revoked."""


def visible_tokens(actor: Actor) -> QuerySet[ApiToken]:
    """Give the keys of the actor's provider's staff. Tokens are global, so the filter is here."""
    rows = ApiToken.objects.filter(provider_id=actor.provider_id)
    return rows.filter(membership__customer_id=None).select_related("membership")


def tokens_of(actor: Actor, at: datetime) -> tuple[TokenRow, ...]:
    """Give the keys of the actor's provider, the newest first."""
    rows = visible_tokens(actor).order_by("-created_at", "-pk")[:200]
    return tuple(token_row(token, at) for token in rows)


def token_row(token: ApiToken, at: datetime) -> TokenRow:
    """Show one key as it stands at a moment."""
    ended = token.expires_at is not None and token.expires_at <= at
    state = "revoked" if token.revoked_at else "ended" if ended else "works"
    return TokenRow(
        id=token.pk,
        name=token.name,
        person=token.membership.name,
        prefix=token.prefix,
        scopes=tuple(token.scopes),
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_on=token.last_used_on,
        state=state,
    )
