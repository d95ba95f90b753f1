"""Which gaps somebody may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.selling.models import Gap

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor


def visible_gaps(_actor: Actor) -> QuerySet[Gap]:
    """Give the gaps that an actor may see: all of the provider's, for staff."""
    return Gap.objects.all()
