"""What both sides have is noted, and what somebody changed in their calendar changes the plan.

A change is taken over in the transaction that notes that it was: once, or after any fault as if it
had never been seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from upheld.calendars.events import Event
from upheld.calendars.may import May
from upheld.calendars.models import SentEntry
from upheld.calendars.operations.notices import tell
from upheld.calendars.queries.plan import BLOCK, Planned, kept
from upheld.dispatch.models import LONGEST_TITLE, PlannedBlock
from upheld.dispatch.operations.blocks import drop_block, move_block
from upheld.dispatch.rules.conflicts import SAID_SHORT
from upheld.foundation.operation import operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.foundation.values.period import Period
from upheld.selling.models import Meeting, MeetingGuest
from upheld.selling.operations.meetings import MeetingPlan, change_meeting

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.calendars.models import CalendarAccount
    from upheld.calendars.rules.agreeing import Version
    from upheld.foundation.actor import Actor

NO_STRETCH = "it lasts no time, or ends before it begins"


@operation(None)
def claim_entry(
    *, account: CalendarAccount, planned: Planned, url: str, by: Actor, at: datetime
) -> SentEntry:
    """Note what is about to be written, so that it is known again whatever happens then."""
    del by, at
    said = kept(planned.version)
    with bookkeeping():
        sent = planned.sent
        if sent is None:
            sent = SentEntry(
                account=account, kind=planned.kind, row=planned.row, uid=planned.uid, url=url,
                claimed=said,
            )  # fmt: skip
            sent.save()
        else:
            SentEntry.objects.filter(pk=sent.pk).update(claimed=said, url=url)
            sent.refresh_from_db()
    return unchanged(sent)


@operation(None)
def note_agreed(
    *, sent: SentEntry, version: Version | None, etag: str, by: Actor, at: datetime
) -> SentEntry:
    """Note what both sides have now; None where neither has it any more."""
    del by
    return unchanged(_settled(sent, version, etag, at))


@operation(None)
def note_moved(*, sent: SentEntry, url: str, by: Actor, at: datetime) -> SentEntry:
    """Note that an entry lies at another address in its calendar."""
    del by, at
    with bookkeeping():
        SentEntry.objects.filter(pk=sent.pk).update(url=url, etag="")
    sent.refresh_from_db()
    return unchanged(sent)


@operation(May.USE_CALENDAR)
def take_change(
    *, planned: Planned, version: Version, etag: str, by: Actor, at: datetime
) -> SentEntry:
    """Let a block, or a meeting, lie as somebody laid it in their calendar: they are the actor.

    What speaks against where it lies is set aside, as a calendar cannot ask; the record says so.
    Refuses with: empty_stretch, and as `move_block` and `change_meeting` do.
    """
    if version.end <= version.start:
        raise Refused("empty_stretch", f"In your calendar {NO_STRETCH}.", what="It was not moved.")
    period = Period(version.start, version.end)
    sent = _sent(planned)
    if planned.kind == BLOCK:
        block = PlannedBlock.objects.get(pk=planned.row)
        title = version.title[:LONGEST_TITLE] or block.title
        move_block(
            block=block, period=period, title=title, by=by, at=at,
            setting_aside=frozenset(SAID_SHORT),
        )  # fmt: skip
    else:
        meeting = Meeting.objects.select_related("deal").get(pk=planned.row)
        change_meeting(meeting=meeting, plan=_moved(meeting, period), by=by, at=at)
    return unchanged(_settled(sent, version, etag, at))


@operation(May.USE_CALENDAR)
def take_deletion(*, planned: Planned, by: Actor, at: datetime) -> SentEntry:
    """Take a block from the plan that somebody deleted in their calendar: they are the actor.

    A meeting takes place all the same; it is only not written there again, and they are told.
    Refuses with: as `drop_block` does.
    """
    sent = _sent(planned)
    if planned.kind == BLOCK:
        drop_block(block=PlannedBlock.objects.get(pk=planned.row), by=by, at=at)
        return unchanged(_settled(sent, None, "", at))
    meeting = Meeting.objects.get(pk=planned.row)
    tell(
        sent.account.person_id, f"“{meeting.title}” was deleted in your calendar. The meeting still"
        " stands; call it off on its page if it is not to be.", at, _url(planned),
    )  # fmt: skip
    record(Event.CHANGE_TOLD, meeting, person=sent.account.person_id, kept="plan")
    return _settled(sent, None, "", at)


@operation(None)
def tell_lost(
    *, planned: Planned, account: CalendarAccount, words: str, ours: bool, by: Actor, at: datetime
) -> None:
    """Tell whoever made a change that it was not taken over, because a newer one was.

    Where the plan's was lost, who planned it is told; where the calendar's was, whose it is.
    """
    del by
    person, row = account.person_id, _row(planned)
    if ours and isinstance(row, (PlannedBlock, Meeting)) and row.planned_by_id:
        person = row.planned_by_id
    tell(person, words, at, _url(planned))
    record(Event.CHANGE_TOLD, row, person=person, kept="calendar" if ours else "plan")


def _row(planned: Planned) -> Any:
    model: Any = PlannedBlock if planned.kind == BLOCK else Meeting
    return model.objects.get(pk=planned.row)


def _url(planned: Planned) -> str:
    return reverse("block" if planned.kind == BLOCK else "meeting", args=[_row(planned).number])


def _sent(planned: Planned) -> SentEntry:
    if planned.sent is None:
        message = "a change is taken over of what was written alone"
        raise ValueError(message)
    return planned.sent


def _settled(sent: SentEntry, version: Version | None, etag: str, at: datetime) -> SentEntry:
    with bookkeeping():
        SentEntry.objects.filter(pk=sent.pk).update(
            agreed=kept(version), claimed={}, etag=etag[:300], agreed_at=at,
            is_gone=version is None,
        )  # fmt: skip
    sent.refresh_from_db()
    return sent


def _moved(meeting: Meeting, period: Period) -> MeetingPlan:
    """Give a meeting's plan at another time; the house rules are asked again."""
    guests = MeetingGuest.objects.filter(meeting=meeting).select_related("contact").order_by("pk")
    return MeetingPlan(
        title=meeting.title, starts_at=period.start, ends_at=period.end, kind=meeting.kind,
        means=meeting.means, place=meeting.place, agenda=meeting.agenda,
        guests=[one.contact for one in guests],
    )  # fmt: skip
