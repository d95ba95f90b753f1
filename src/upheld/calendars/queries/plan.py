"""What of somebody's plan belongs into their calendar, beside what is written there already."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from upheld.calendars.models import SentEntry
from upheld.calendars.queries.feed import block_entry, meeting_entry
from upheld.calendars.rules.agreeing import Version
from upheld.calendars.rules.writing import plain
from upheld.dispatch.models import PlannedBlock
from upheld.dispatch.queries.taken import blocks_between, seats_between
from upheld.foundation.values.period import Period

if TYPE_CHECKING:
    from upheld.calendars.models import CalendarAccount
    from upheld.calendars.rules.writing import Entry

BLOCK, MEETING = "block", "meeting"
BACK, AHEAD = timedelta(days=7), timedelta(days=366)
"""What is over for longer, or further off, is left as it lies."""
MOST = 1000


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry of the plan, and what is known of it in the calendar.

    `entry` is None for what was taken from the plan; `changed_at` None where nobody kept it.
    """

    kind: str
    row: int
    uid: str
    entry: Entry | None
    sent: SentEntry | None
    changed_at: datetime | None = None

    @property
    def version(self) -> Version | None:
        """How it lies in the plan."""
        return version_of(self.entry) if self.entry else None


def version_of(entry: Entry) -> Version | None:
    """Give what of an entry both sides can change."""
    if not isinstance(entry.start, datetime) or not isinstance(entry.end, datetime):
        return None
    return Version(
        entry.start.replace(microsecond=0),
        entry.end.replace(microsecond=0),
        plain(entry.title).strip(),
    )


def kept(version: Version | None) -> dict[str, str]:
    """Write a version down."""
    if version is None:
        return {}
    return {"start": version.start.isoformat(), "end": version.end.isoformat(),
            "title": version.title}  # fmt: skip


def known(said: dict[str, Any]) -> Version | None:
    """Read a version that was written down."""
    if not said:
        return None
    return Version(
        datetime.fromisoformat(said["start"]), datetime.fromisoformat(said["end"]), said["title"]
    )


def plan_of(account: CalendarAccount, at: datetime) -> list[Planned]:
    """Give all that is to lie in a calendar, and all of ours that does: four queries."""
    period = Period(max(at - BACK, account.since), at + AHEAD)
    rows = SentEntry.objects.filter(account=account)
    sent = {(one.kind, one.row): one for one in rows}
    found = {one.pk: one for one in _blocks(account, period)}
    lost = [row for (kind, row), one in sent.items()
            if kind == BLOCK and row not in found and not one.is_gone]  # fmt: skip
    later = PlannedBlock.objects.filter(pk__in=lost).select_related("company")
    blocks = [_block(one, account, sent) for one in [*found.values(), *later]]
    met = {
        seat.meeting_id: _meeting(meeting_entry(seat), seat.meeting_id, sent)
        for seat in seats_between([account.person_id], period).select_related(
            "meeting__deal__company"
        )[:MOST]
    }
    gone = [
        Planned(kind, row, one.uid, None, one)
        for (kind, row), one in sent.items()
        if kind == MEETING and row not in met
    ]
    every = [*blocks, *met.values(), *gone]
    return [one for one in every if _is_near(one, period)]


def _blocks(account: CalendarAccount, period: Period) -> list[PlannedBlock]:
    rows = blocks_between([account.person_id], period).select_related("company")
    return list(rows[:MOST])


def _block(
    block: PlannedBlock, account: CalendarAccount, sent: dict[tuple[str, int], SentEntry]
) -> Planned:
    """Give a block; one that is somebody else's by now is none of this calendar."""
    stands = block.stands and block.person_id == account.person_id
    entry = block_entry(block)
    company = block.company.name if block.company else ""
    words = "\n".join(one for one in (company, entry.words) if one)
    # The title alone, so that it can be changed there as well.
    entry = replace(entry, title=block.title, words=words)
    return Planned(
        BLOCK, block.pk, block.uid, entry if stands else None, sent.get((BLOCK, block.pk)),
        block.changed_at,
    )  # fmt: skip


def _meeting(entry: Entry, pk: int, sent: dict[tuple[str, int], SentEntry]) -> Planned:
    return Planned(MEETING, pk, entry.uid, entry, sent.get((MEETING, pk)))


def _is_near(one: Planned, period: Period) -> bool:
    """Tell whether an entry is still looked after: not what is over, and not what is settled."""
    if one.sent is None:
        return one.entry is not None
    if one.sent.is_gone:
        return False
    agreed = known(one.sent.agreed)
    mine = one.version
    ends = [version.end for version in (agreed, mine) if version is not None]
    return not ends or max(ends) > period.start
