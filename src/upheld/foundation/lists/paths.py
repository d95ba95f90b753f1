"""Where a declared path leads: which field it ends in, and whether rows may lack a value there."""

from __future__ import annotations

from typing import Any

from django.db.models import DateTimeField, Field, QuerySet


def field_at(rows: QuerySet[Any], path: str) -> tuple[Field[Any, Any], bool]:
    """Give the field that a declared path ends in, and whether it can be empty on the way.

    A path is a field, fields across foreign keys (`customer__name`), or an annotation of the rows.
    """
    annotated = rows.query.annotations.get(path)
    if annotated is not None:
        return annotated.output_field, True
    model: Any = rows.model
    found: Any = None
    may_lack = False
    for part in path.split("__"):
        found = model._meta.pk if part == "pk" else model._meta.get_field(part)
        may_lack = may_lack or bool(getattr(found, "null", False))
        model = found.related_model if found.is_relation else model
    return found, may_lack


def is_moment(rows: QuerySet[Any], path: str) -> bool:
    """Tell whether a declared path holds moments rather than days."""
    return isinstance(field_at(rows, path)[0], DateTimeField)
