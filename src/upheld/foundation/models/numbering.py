"""Numbers that people say aloud: ticket 1042, deal 17. Gap-free per provider and kind."""

from __future__ import annotations

from django.db import connection, models

from upheld.foundation.tenancy.owned import Owned
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.tenancy.writing import note_write, require_operation


class Sequence(Owned):
    """The last number given out for one kind of thing."""

    key = models.CharField(max_length=40)
    last = models.PositiveIntegerField(default=0)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["provider", "key"], name="sequence_once_per_provider"),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.last}"


def next_number(key: str, count: int = 1) -> int:
    """Take `count` consecutive numbers of a kind and return the first.

    Needs a running operation. The update locks the row until the transaction ends, so two
    takers never get the same number and an undone operation gives its numbers back.
    """
    require_operation(Sequence)
    note_write()
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [count, current_scope().provider_id, key])
        found = cursor.fetchone()
    if found is None:
        Sequence(key=key, last=count).save()
        return 1
    return int(found[0]) - count + 1


_TAKE = (
    'update "foundation_sequence" set "last" = "last" + %s'
    ' where "provider_id" = %s and "key" = %s returning "last"'
)
