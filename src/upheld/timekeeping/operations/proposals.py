"""What was proposed is logged or declined by whose it is; nothing is logged by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.operation import operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused
from upheld.timekeeping.events import Event
from upheld.timekeeping.may import May
from upheld.timekeeping.models import DeclinedProposal
from upheld.timekeeping.operations.entering import company_named, enter_time, whose
from upheld.timekeeping.queries.entries import zone_of
from upheld.timekeeping.queries.proposals import proposals_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from upheld.foundation.actor import Actor
    from upheld.people.models import Person
    from upheld.timekeeping.models import TimeEntry
    from upheld.timekeeping.proposing import Done


@operation(May.LOG_TIME)
def log_proposal(
    *, key: str, day: date, by: Actor, at: datetime, setting_aside: frozenset[str] = frozenset()
) -> TimeEntry:
    """Log what was proposed for a day of one's own, with its hours.

    Refuses with: not_proposed, no_person, and as `log_time` does.
    """
    person = whose(None, by)
    done = _proposed(key, day, person, by, at)
    return enter_time(
        target=done.target, person=person, seconds=done.seconds, started_at=done.started_at,
        note=done.note, setting_aside=setting_aside, by=by, at=at,
    )  # fmt: skip


@operation(May.LOG_TIME)
def decline_proposal(*, key: str, day: date, by: Actor, at: datetime) -> DeclinedProposal:
    """Say that something proposed is no time of one's own; it is not proposed again.

    Refuses with: not_proposed, no_person.
    """
    person = whose(None, by)
    rows = DeclinedProposal.objects.filter(person=person, key=key)
    known: DeclinedProposal | None = rows.first()
    if known is not None:
        return unchanged(known)
    done = _proposed(key, day, person, by, at)
    declined = DeclinedProposal(person=person, key=key, done_on=day, declined_at=at)
    declined.save()
    about = [done.target.row, company_named(done.target.company_id)]
    on = f"{done.target.kind}:{done.target.id or ''}"
    record(Event.PROPOSAL_DECLINED, declined, about=about, person=person.pk, on=on)
    return declined


def _proposed(key: str, day: date, person: Person, by: Actor, at: datetime) -> Done:
    for one in proposals_of(person, by, [day], zone_of(person, by), at):
        if one.key == key:
            return one
    raise Refused(
        "not_proposed",
        "This is not proposed for that day any more: it is logged, declined or settled.",
        what="Nothing was logged.",
        remedy="Look at the day again.",
    )
