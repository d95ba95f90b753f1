"""Which deals somebody may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.selling.models import Deal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor


def visible_deals(_actor: Actor) -> QuerySet[Deal]:
    """Give the deals that an actor may see: all of the provider's, for staff."""
    return Deal.objects.all()


def open_deals(actor: Actor) -> QuerySet[Deal]:
    """Give the deals that have not ended."""
    return visible_deals(actor).filter(outcome="open")
