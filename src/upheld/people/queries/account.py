"""How somebody signs in, as their own page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from upheld.people.models import User
from upheld.people.queries.actors import memberships_of

if TYPE_CHECKING:
    from upheld.foundation.actor import Actor


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One reader's means of signing in."""

    email: str
    has_password: bool
    has_app: bool
    passkeys: int
    has_recovery_codes: bool
    sessions: int
    places: int


def account_page(actor: Actor) -> AccountPage:
    """Read the actor's own account: four queries."""
    user = User.objects.get(pk=actor.user_id or 0)
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return AccountPage(
        email=user.email,
        has_password=user.has_usable_password(),
        has_app=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        has_recovery_codes=Authenticator.Type.RECOVERY_CODES in kinds,
        sessions=UserSession.objects.filter(user=user).count(),
        places=len(memberships_of(user.pk)),
    )


def has_second_factor(user_id: int) -> bool:
    """Tell whether a user has an authenticator app or a passkey."""
    strong = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    found: bool = Authenticator.objects.filter(user_id=user_id, type__in=strong).exists()
    return found
