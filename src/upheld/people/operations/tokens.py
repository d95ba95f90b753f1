"""Keys for programs."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from upheld.foundation.operation import operation
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.people.events import Event
from upheld.people.may import May
from upheld.people.models import ApiToken, Membership, Person
from upheld.people.roles import known_capabilities

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from upheld.foundation.actor import Actor

ALL_SCOPES = "*"


@operation(May.MANAGE_TOKENS)
def issue_token(
    *,
    person: Person,
    name: str,
    by: Actor,
    at: datetime,
    scopes: Iterable[str] = (ALL_SCOPES,),
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """Give a person's program a key; the second value is the secret, shown this once.

    Refuses with: invalid_input, no_sign_in.
    """
    wanted = sorted(set(scopes))
    place = Membership.objects.filter(provider_id=by.provider_id, person_id=person.pk, active=True)
    membership = place.first()
    if membership is None:
        raise Refused(
            "no_sign_in",
            f"{person.name} cannot sign in.",
            remedy="Give the token to somebody else.",
        )
    token, secret = new_key(membership, name, wanted, at, expires_at)
    record(Event.TOKEN_ISSUED, person, token=token.pk, scopes=wanted)
    return token, secret


@operation(May.MANAGE_TOKENS)
def revoke_token(*, token: ApiToken, person: Person, by: Actor, at: datetime) -> None:
    """End a key at once. Refuses with: already_revoked."""
    rows = ApiToken.objects.filter(pk=token.pk, provider_id=by.provider_id, revoked_at=None)
    if rows.update(revoked_at=at):
        record(Event.TOKEN_REVOKED, person, token=token.pk)
    else:
        raise Refused("already_revoked", "This key has already been revoked.")


def new_key(
    place: Membership, name: str, scopes: list[str], at: datetime, expires_at: datetime | None
) -> tuple[ApiToken, str]:
    """Make a key for a place, as a part of the operation that records it; the secret is second.

    Refuses with: invalid_input.
    """
    if not name.strip():
        raise invalid(name="Say what the key is for.")
    if not scopes or (scopes != [ALL_SCOPES] and not set(scopes) <= known_capabilities()):
        raise invalid(scopes="Choose rights from the list, or all of that person's.")
    secret = "uph_" + secrets.token_urlsafe(24)
    token = ApiToken.objects.create(
        provider_id=place.provider_id,
        membership=place,
        name=name.strip(),
        hash=hashlib.sha256(secret.encode()).hexdigest(),
        prefix=secret[:8],
        scopes=scopes,
        created_at=at,
        expires_at=expires_at,
    )
    return token, secret
