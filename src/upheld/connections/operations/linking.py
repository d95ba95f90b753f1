"""Links rows of one kind to each other: a subsidiary to its parent, a person to the manager.

The other one may come later in the file, or be named by nobody else, so this follows after a batch
is written. What is not known by then is kept in words.
"""

from __future__ import annotations

from upheld.connections.queries.known import Ambiguous, Known
from upheld.connections.queries.weighing import Weighed
from upheld.customers.models import Company
from upheld.foundation.tenancy.owned import Owned


def link_own(weighed: Weighed, rows: dict[str, Owned], known: Known) -> None:
    """Set the reference to another row of the same kind, where it is known by now."""
    target = weighed.target
    if target.model is None:
        return
    for row in rows.values():
        if isinstance(row, Company):
            known.remember_company(row.source_id, row)
            known.remember_company(row.name, row)
    known.forget_people()
    named = {
        one.placed.key: one.placed.refs[target.own]
        for one in weighed.ready
        if target.own in one.placed.refs
    }
    if target.model is Company:
        known.learn_companies(named.values())
    moved = []
    for key, reference in named.items():
        row, other = rows[key], _other(target.kind, reference, known)
        if (
            other is not None
            and other.pk != row.pk
            and getattr(row, f"{target.own}_id") != other.pk
        ):
            setattr(row, target.own, other)
            moved.append(row)
    if moved:
        target.model.objects.bulk_update(moved, [target.own], batch_size=200)


def _other(kind: str, reference: str, known: Known) -> Owned | None:
    """Give the row meant, if there is exactly one; a parent is never made of its name."""
    if kind == "companies":
        return known.companies.get(reference.strip().casefold())
    try:
        return known.person(reference)
    except Ambiguous:
        return None
