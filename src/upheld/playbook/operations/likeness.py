"""Procedures that may be on one subject are found whenever one is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import invalid
from upheld.playbook.events import Event
from upheld.playbook.may import May
from upheld.playbook.models import LikePair, Procedure
from upheld.playbook.rules.document import steps_of
from upheld.playbook.rules.likeness import ALIKE_PPM, Features, features_of, likeness_ppm

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor


def features_from(title: str, text: str) -> dict[str, list[str] | list[int]]:
    """Give what a procedure is compared by, as its row keeps it."""
    found = features_of(title, [step.text or step.words for step in steps_of(text, title)])
    return {"title_stems": sorted(found.title), "step_runs": sorted(found.runs)}


def find_alike(procedure: Procedure, at: datetime) -> None:
    """Compare a procedure with all others in use, and keep every pair that is half alike.

    Part of an operation. A pair that was told apart stays apart.
    """
    mine = _features(procedure.title_stems, procedure.step_runs)
    known = {
        (pair.first_id, pair.second_id): pair
        for pair in LikePair.objects.filter(Q(first=procedure) | Q(second=procedure))
    }
    others = Procedure.objects.filter(withdrawn_at=None, revision__gt=0).exclude(pk=procedure.pk)
    fresh: list[LikePair] = []
    for pk, title, runs in others.values_list("pk", "title_stems", "step_runs"):
        likeness = likeness_ppm(mine, _features(title, runs))
        first, second = sorted((procedure.pk, pk))
        if (first, second) in known:
            known[first, second].change(likeness_ppm=likeness)
        elif likeness >= ALIKE_PPM:
            fresh.append(
                LikePair(first_id=first, second_id=second, likeness_ppm=likeness, found_at=at)
            )
    LikePair.objects.bulk_create(fresh)


def _features(title: list[str], runs: list[int]) -> Features:
    return Features(frozenset(title), frozenset(runs))


@operation(May.WRITE)
def tell_apart(*, pair: LikePair, reason: str, by: Actor, at: datetime) -> LikePair:
    """Say why two procedures that look alike are both needed; they are not suggested again.

    Refuses with: invalid_input.
    """
    if not reason.strip():
        raise invalid(reason="Say what each of the two is for.")
    pair = lock(pair)
    if pair.apart_at is not None:
        return unchanged(pair)
    pair.change(apart_why=reason.strip(), apart_by_id=by.person_id, apart_at=at)
    record(
        Event.TOLD_APART, pair, about=[pair.first, pair.second], reason=reason.strip(),
        first=pair.first_id, second=pair.second_id, likeness_ppm=pair.likeness_ppm,
    )  # fmt: skip
    return pair
