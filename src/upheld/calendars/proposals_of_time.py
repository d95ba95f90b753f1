"""Planned time that is over, and events in one's calendar, are probably time of whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.calendars.queries.busy import stretches_between
from upheld.dispatch.queries.taken import blocks_between
from upheld.timekeeping.proposing import Done
from upheld.timekeeping.targets import OWN_WORK, own_work, target_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from upheld.dispatch.models import PlannedBlock
    from upheld.foundation.actor import Actor
    from upheld.foundation.values.period import Period
    from upheld.people.models import Person
    from upheld.timekeeping.targets import Target

LONGEST_SECONDS = 12 * 3600
"""What lasts longer is no stretch of work."""
LONGEST_KEY = 100


def blocks_over(actor: Actor, person: Person, period: Period) -> Sequence[Done]:
    """Give the blocks of a person that were over in a period, on what the actor may see."""
    rows = blocks_between([person.pk], period).filter(
        starts_at__gte=period.start, ends_at__lte=period.end
    )
    targets: dict[tuple[str, int | None, str], Target | None] = {}
    found = []
    for block in rows[:LONGEST_KEY]:
        about = (block.on_kind, block.on_id, block.on_title)
        if about not in targets:
            targets[about] = _target(actor, block)
        target = targets[about]
        if target is not None:
            found.append(
                Done(
                    key=f"block:{block.pk}",
                    target=target,
                    started_at=block.starts_at,
                    seconds=block.seconds,
                    why="Planned",
                    note=block.title,
                )
            )
    return found


def events_over(actor: Actor, person: Person, period: Period) -> Sequence[Done]:
    """Give the events of somebody's calendar that were over in a period: one query.

    Only those whose titles they allow to be kept, once each, and on internal work: whom it was for
    only they know.
    """
    del actor
    rows = stretches_between([person.pk], period).filter(
        starts_at__gte=period.start, ends_at__lte=period.end, is_whole_days=False
    )
    seen: set[tuple[str, object]] = set()
    found = []
    for one in rows.exclude(title="")[:LONGEST_KEY]:
        seconds = int((one.ends_at - one.starts_at).total_seconds())
        about = (one.uid or one.title, one.starts_at)
        if about in seen or not 0 < seconds <= LONGEST_SECONDS:
            continue
        seen.add(about)
        key = f"event:{one.starts_at:%Y%m%d%H%M}:{one.uid or one.title}"
        found.append(
            Done(
                key=key[:LONGEST_KEY],
                target=own_work("internal", one.title),
                started_at=one.starts_at,
                seconds=seconds,
                why="In your calendar",
                note=one.title,
            )
        )
    return found


def _target(actor: Actor, block: PlannedBlock) -> Target | None:
    if block.on_id is None:
        return own_work(block.on_kind, _named(block)) if block.on_kind in OWN_WORK else None
    kind = target_kind(block.on_kind)
    return kind.by_id(actor, block.on_id) if kind is not None else None


def _named(block: PlannedBlock) -> str:
    """Give the name of own work, which stands after its sort: "Internal: Stock"."""
    return str(block.on_title).partition(": ")[2]
