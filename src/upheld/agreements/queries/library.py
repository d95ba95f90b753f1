"""The clause library as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from upheld.agreements.models import Clause, ClauseVersion
from upheld.foundation.operation import find
from upheld.foundation.refusals import not_found


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One clause with its versions, newest first."""

    clause: Clause
    newest: ClauseVersion
    older: tuple[ClauseVersion, ...]


def clause_lines() -> tuple[ClauseLine, ...]:
    """Read the library: two queries."""
    versions: dict[int, list[ClauseVersion]] = {}
    for one in ClauseVersion.objects.order_by("-number"):
        versions.setdefault(one.clause_id, []).append(one)
    return tuple(
        ClauseLine(clause, versions[clause.pk][0], tuple(versions[clause.pk][1:]))
        for clause in Clause.objects.order_by("title")
        if clause.pk in versions
    )


def clause_line(key: str) -> ClauseLine:
    """Read one clause with its versions; refuses with not_found. Two queries."""
    clause = find(Clause.objects.all(), key=key)
    versions = tuple(ClauseVersion.objects.filter(clause=clause).order_by("-number"))
    if not versions:
        raise not_found("clause")
    return ClauseLine(clause, versions[0], versions[1:])
