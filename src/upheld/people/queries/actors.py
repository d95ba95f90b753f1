"""Finding out who is asking, at every request anew, so that leaving takes effect at once."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from upheld.foundation.actor import Actor, ActorKind, narrowed
from upheld.people.models import ApiToken, Membership
from upheld.people.roles import capabilities_of

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.doors.request import Request

CHOSEN = "membership"
"""The session's key for the membership chosen by somebody who has several."""


def actor_of(membership: Membership, kind: ActorKind | None = None) -> Actor:
    """Build the actor of a membership."""
    at_customer = membership.customer_id is not None
    return Actor(
        provider_id=membership.provider_id,
        kind=kind or (ActorKind.CUSTOMER if at_customer else ActorKind.PERSON),
        name=membership.name,
        capabilities=capabilities_of(membership.role),
        person_id=membership.person_id,
        contact_id=membership.contact_id,
        customer_id=membership.customer_id,
        user_id=membership.user_id,
        role=membership.role,
        zone=membership.zone,
        functions=frozenset(membership.functions),
    )


def memberships_of(user_id: int) -> list[Membership]:
    """Give a user's active places, staff before customer."""
    rows = Membership.objects.filter(user_id=user_id, active=True)
    return list(rows.select_related("provider").order_by("customer_id", "pk"))


def actor_of_session(request: Request) -> Actor | None:
    """Give the actor of a signed-in user, or nothing when they have no place left."""
    place = place_of_session(request)
    return actor_of(place) if place else None


def place_of_session(request: Request) -> Membership | None:
    """Give the membership that a signed-in user chose, or their first, with its provider."""
    user_id = request.user.pk
    if not user_id or not request.user.is_active:
        return None
    places = memberships_of(user_id)
    chosen = request.session.get(CHOSEN)
    return next((place for place in places if place.pk == chosen), places[0] if places else None)


def actor_of_token(header: str, at: datetime) -> Actor | None:
    """Give the actor of an `Authorization: Bearer` header, or nothing if it does not hold."""
    kind, _, secret = header.partition(" ")
    if kind.lower() != "bearer" or not secret or len(secret) > 200:  # noqa: PLR2004
        return None
    digest = hashlib.sha256(secret.strip().encode()).hexdigest()
    rows = ApiToken.objects.filter(hash=digest, revoked_at=None, membership__active=True)
    token = rows.select_related("membership", "membership__user").first()
    if token is None or not token.membership.user.is_active:
        return None
    if token.expires_at is not None and token.expires_at <= at:
        return None
    _note_use(token, at)
    actor = actor_of(token.membership)
    if "*" not in token.scopes:
        actor = narrowed(actor, frozenset(token.scopes))
    return with_key(actor, token)


def _note_use(token: ApiToken, at: datetime) -> None:
    """Keep the day of a key's last use; once a day, so that reading stays reading."""
    if token.last_used_on != at.date():
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=at.date())


def with_key(actor: Actor, token: ApiToken) -> Actor:
    """Say that the actor acts through a token; a customer's token stays a customer's."""
    kind = ActorKind.KEY if actor.is_staff else ActorKind.CUSTOMER
    return replace(actor, kind=kind, key_id=token.pk)
