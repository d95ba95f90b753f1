"""The rules of the ledger said in SQL, for as many promises as there are.

Each expression says what `rules.ledger` says of one promise; a test holds the two against each
other on arbitrary promises.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from upheld.promises.models import Promise
from upheld.promises.rules.ledger import SOON, SayDo, Standing
from upheld.promises.rules.states import PromiseState

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.foundation.values.period import Period

COUNTED = (Standing.KEPT, Standing.LATE, Standing.BROKEN, Standing.OVERDUE)
"""What the say/do ratio is over."""


def fell_due(rows: QuerySet[Promise], period: Period, at: datetime) -> QuerySet[Any]:
    """Narrow to promises that fell due in a period, as far as it had run at a moment.

    Adds `fell_at`: the due moment, or the end of a promise without one.
    """
    inside = Q(due_at__gte=period.start, due_at__lt=period.end, due_at__lte=at)
    undated = Q(
        due_at__isnull=True,
        settled_at__gte=period.start,
        settled_at__lt=period.end,
        settled_at__lte=at,
    )
    found = rows.filter(inside | undated, agreed_at__lte=at)
    return found.annotate(fell_at=Coalesce("due_at", "settled_at"))


def where_standing(standing: Standing, at: datetime, soon: timedelta = SOON) -> Q:
    """Say which promises come to a standing at a moment, as it was known then."""
    settled = settled_by(at)
    agreed = ~settled & Q(agreed_at__isnull=False, agreed_at__lte=at)
    kept = settled & Q(state=PromiseState.KEPT.value)
    where = {
        Standing.KEPT: kept & (Q(due_at__isnull=True) | Q(settled_at__lte=F("due_at"))),
        Standing.LATE: kept & Q(settled_at__gt=F("due_at")),
        Standing.BROKEN: settled & Q(state=PromiseState.BROKEN.value),
        Standing.REPLACED: settled & Q(state=PromiseState.REPLACED.value),
        Standing.RELEASED: settled & Q(state=PromiseState.RELEASED.value),
        Standing.OVERDUE: agreed & Q(due_at__lt=at),
        Standing.DUE_SOON: agreed & Q(due_at__gte=at, due_at__lte=at + soon),
        Standing.RUNNING: agreed & (Q(due_at__isnull=True) | Q(due_at__gt=at + soon)),
        Standing.OFFERED: ~settled & (Q(agreed_at__isnull=True) | Q(agreed_at__gt=at)),
    }
    return where[standing]


def settled_by(at: datetime) -> Q:
    """Say which promises had taken their final state by a moment."""
    return Q(settled_at__isnull=False, settled_at__lte=at)


def say_do_counts(at: datetime) -> dict[str, Count]:
    """Give the aggregates whose names are the fields of `SayDo`."""
    kinds = (*COUNTED, Standing.REPLACED, Standing.RELEASED)
    return {kind.value: Count("pk", filter=where_standing(kind, at)) for kind in kinds}


def say_do_of(rows: QuerySet[Promise], period: Period, at: datetime) -> SayDo:
    """Count what the promises that fell due in a period came to by a moment: one query."""
    return SayDo(**fell_due(rows, period, at).aggregate(**say_do_counts(at)))
