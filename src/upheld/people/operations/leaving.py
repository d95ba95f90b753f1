"""How access ends: at once, and in every way in which it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession

from upheld.people.models import ApiToken, Membership

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


def end_places(places: QuerySet[Membership], at: datetime) -> None:
    """End some memberships with their keys, and the sessions of whoever has no place left.

    A part of the operation that says why: somebody leaves, or a customer's contact does.
    """
    users = list(places.values_list("user_id", flat=True))
    ApiToken.objects.filter(membership__in=places, revoked_at=None).update(revoked_at=at)
    places.update(active=False)
    staying = Membership.objects.filter(user_id__in=users, active=True)
    gone = set(users) - set(staying.values_list("user_id", flat=True))
    for session in UserSession.objects.filter(user_id__in=gone):
        session.end()
