"""Wording in a draft that can be read two ways, and what was said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.agreements.models import WordingExplained
from upheld.agreements.queries.parts import parts_of
from upheld.agreements.rules.departures import text_hash
from upheld.agreements.rules.wording import Reading, VagueWording, vague_wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from upheld.agreements.models import Proposal


@dataclass(frozen=True, slots=True)
class Finding:
    """One text with what can be read two ways in it; `explained` if somebody lets it stand."""

    where: str
    text: str
    vague: tuple[VagueWording, ...]
    explained: WordingExplained | None


def wording_findings(proposal: Proposal) -> tuple[Finding, ...]:
    """Read every promise and departing term of a draft for wording with two readings."""
    rows = WordingExplained.objects.filter(proposal=proposal).select_related("by")
    explained = {one.text_hash: one for one in rows}
    found = {}
    for where, text, vague in _read(proposal):
        if vague:
            found[text] = Finding(where, text, vague, explained.get(text_hash(text)))
    return tuple(found.values())


def _read(proposal: Proposal) -> Iterator[tuple[str, str, tuple[VagueWording, ...]]]:
    parts = parts_of(proposal)
    for one in parts.deliverables:
        yield "Deliverable", one.title, vague_wording(one.title, dated=True)
        yield f"Criterion of “{one.title}”", one.criterion, vague_wording(one.criterion, dated=True)
    for line in parts.lines:
        yield "Line", line.title, vague_wording(line.title, dated=True, counted=True)
    for term in parts.terms:
        if term.departs:
            yield term.title, term.text, vague_wording(term.text, reading=Reading.CLAUSE)
