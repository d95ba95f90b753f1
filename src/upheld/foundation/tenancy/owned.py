"""Rows that belong to one provider, and the guards that make misuse loud.

Three guards stand on every owned model:
reading raises unless a provider is open; writing raises outside an operation; following a
foreign key or deleting an instance goes through the same manager (`base_manager_name`).
The database keeps the same rules once more (`guards.py`), for raw SQL and for our own mistakes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.db import models
from django.db.models import F

from upheld.foundation.operation_rows import insert_one
from upheld.foundation.refusals import changed_meanwhile
from upheld.foundation.tenancy.scope import OutsideCustomerScopeError, current_scope
from upheld.foundation.tenancy.writing import note_change, note_made, note_write, require_operation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from upheld.foundation.tenancy.scope import Scope

M = TypeVar("M", bound="Owned")

HIDDEN_FROM_CUSTOMERS = "hidden"
"""The customer path of tables that nobody in the portal ever reads."""

SHARED_WITH_CUSTOMERS = "shared"
"""The customer path of tables without a customer whose rows the portal may name (a measure)."""


class OwnedQuerySet(models.QuerySet[M]):
    """A query set whose writes refuse outside an operation."""

    def update(self, **fields: Any) -> int:
        """Change rows in one statement; only inside an operation."""
        require_operation(self.model)
        note_write()
        return super().update(**fields)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete rows; only inside an operation."""
        require_operation(self.model)
        note_write()
        return super().delete()

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Insert many rows of the open provider; only inside an operation."""
        require_operation(self.model)
        note_write()
        rows = list(objs)
        provider_id = current_scope().provider_id
        for row in rows:
            row.adopt(provider_id)
        return super().bulk_create(rows, *args, **kwargs)


class OwnedManager(models.Manager[M]):
    """The only manager of owned models: rows of the open provider, or an exception."""

    def get_queryset(self) -> OwnedQuerySet[M]:
        """Give the open provider's rows, narrowed to the open customer's."""
        scope = current_scope()
        if self._db is not None:
            return self._rows_of(scope)
        # Every query begins here, and to narrow it anew was an eighth of all that a page does.
        kept: OwnedQuerySet[M] | None = scope.rows.get(self.model)
        if kept is None:
            kept = scope.rows[self.model] = self._rows_of(scope)
        return kept.all()

    def _rows_of(self, scope: Scope) -> OwnedQuerySet[M]:
        rows: OwnedQuerySet[M] = OwnedQuerySet(self.model, using=self._db)
        rows = rows.filter(provider_id=scope.provider_id)
        if scope.customer_id is None:
            return rows
        path = self.model.customer_path
        if path == SHARED_WITH_CUSTOMERS:
            return rows
        if path == HIDDEN_FROM_CUSTOMERS:
            raise OutsideCustomerScopeError(self.model._meta.label)
        return rows.filter(**{path: scope.customer_id})


class Owned(models.Model):
    """A row of exactly one provider, with a version that rises at each change.

    `customer_path` names the way from the row to its customer's id for the portal's second scope
    (`"customer_id"`, `"deal__customer_id"`), or one of the two constants above.
    """

    customer_path: ClassVar[str] = HIDDEN_FROM_CUSTOMERS
    append_only: ClassVar[bool] = False
    """Rows are never changed or deleted; triggers on both engines see to it."""
    erasable: ClassVar[tuple[str, ...]] = ()
    """Columns of an append-only row that may be set to nothing: personal data, when asked."""
    frozen_once: ClassVar[str] = ""
    """The column whose first value settles those of `frozen`: they never change after that."""
    frozen: ClassVar[tuple[str, ...]] = ()
    undeletable: ClassVar[bool] = False
    """Rows may change but never go."""

    provider = models.ForeignKey(
        "foundation.Provider", on_delete=models.PROTECT, related_name="+", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[OwnedManager[Any]] = OwnedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def adopt(self, provider_id: int) -> None:
        """Put a new row under the open provider; a row of another one is a fault."""
        if not self.provider_id:
            self.provider_id = provider_id
        if self.provider_id != provider_id:
            message = f"{self._meta.label} of provider {self.provider_id} under {provider_id}"
            raise PermissionError(message)
        self._require_relatives_of(provider_id)

    def _require_relatives_of(self, provider_id: int) -> None:
        """Refuse relatives of another provider early; the database would refuse them too."""
        for field in self._meta.concrete_fields:
            if not isinstance(field, models.ForeignKey) or not field.is_cached(self):
                continue
            relative = field.get_cached_value(self)
            if isinstance(relative, Owned) and relative.provider_id != provider_id:
                message = f"{self._meta.label}.{field.name} points into another provider"
                raise PermissionError(message)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert or save the row; only inside an operation."""
        require_operation(type(self))
        self.adopt(current_scope().provider_id)
        note_write()
        is_new = self._state.adding
        by_itself = not args and not set(kwargs) - {"force_insert", "using"}
        if not (is_new and by_itself and insert_one(self)):
            super().save(*args, **kwargs)
        if is_new:
            note_made(self)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row; only inside an operation."""
        require_operation(type(self))
        note_write()
        return super().delete(*args, **kwargs)

    def change(self, **fields: Any) -> Self:
        """Set and save just these fields, and raise the version.

        Leaves the instance as saved. Fields whose value stays the same are passed over; where
        none changes, nothing is written. Refuses with `changed_meanwhile` if the row was changed
        after this instance was read.
        """
        require_operation(type(self))
        before = {name: getattr(self, name) for name in fields}
        changed = {name: value for name, value in fields.items() if before[name] != value}
        if not changed:
            return self
        rows = type(self).objects.filter(pk=self.pk, version=self.version)
        if not rows.update(**changed, version=F("version") + 1):
            raise changed_meanwhile(str(self._meta.verbose_name))
        for name, value in changed.items():
            setattr(self, name, value)
        self.version += 1
        note_change(self, {name: (before[name], value) for name, value in changed.items()})
        return self
