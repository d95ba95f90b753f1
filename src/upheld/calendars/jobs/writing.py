"""Writing somebody's plan to their calendar, and taking over what they changed there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from upheld.calendars.operations.agreeing import (
    claim_entry,
    note_agreed,
    note_moved,
    take_change,
    take_deletion,
    tell_lost,
)
from upheld.calendars.operations.keeping import note_compared
from upheld.calendars.queries.accounts import zone_of
from upheld.calendars.queries.plan import Planned, known, plan_of
from upheld.calendars.rules.agreeing import Lost, Sides, Step, Version, decide
from upheld.calendars.rules.reading import NotReadable, Ours, read_ours
from upheld.calendars.rules.writing import calendar_of
from upheld.calendars.servers.faults import DavFault
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.scope import open_provider

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.calendars.models import CalendarAccount, KnownCalendar, SentEntry
    from upheld.calendars.servers.server import Content, Server
    from upheld.foundation.actor import Actor

ENOUGH_TO_DOUBT = 3
"""So many entries, if they are all, were probably not deleted one by one."""
MOST_DELETED = 10
"""More than these, gone at once, were not either."""


class AllGone(Exception):  # noqa: N818  says what happened
    """Nothing that was written to a calendar is left there."""

    def __init__(self, count: int) -> None:
        super().__init__(f"all {count} entries are gone")
        self.count = count


@dataclass(slots=True)
class _There:
    """An entry as it is in the calendar. `problem` says why it cannot be taken over."""

    etag: str
    version: Version | None
    changed_at: datetime | None = None
    problem: str = ""
    is_known: bool = True


def write_calendar(
    server: Server, account: CalendarAccount, calendar: KnownCalendar, person: Actor, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Bring a plan and a calendar to the same. Raises DavFault and AllGone.

    What is refused of one entry keeps no other waiting; it is said when all are done.
    """
    mark = server.mark(calendar.url)
    with open_provider(by.provider_id):
        plan = plan_of(account, at)
        zone = zone_of(account)
    writing = _Writing(server, account, calendar, person, by, at)
    if not mark or mark != calendar.ours_at:
        writing.look(plan, zone)
    fault: DavFault | None = None
    for one in plan:
        try:
            writing.settle(one)
        except DavFault as problem:
            if problem.refused:
                raise
            fault = problem
    whole = mark if writing.is_whole and fault is None else ""
    if whole != calendar.ours_at:
        with open_provider(by.provider_id):
            note_compared(calendar=calendar, mark=whole, by=by, at=at)
    if fault is not None:
        raise fault


class _Writing:
    """One turn with one calendar."""

    def __init__(
        self, server: Server, account: CalendarAccount, calendar: KnownCalendar, person: Actor,
        by: Actor, at: datetime,
    ) -> None:  # fmt: skip
        self._server, self._account, self._calendar = server, account, calendar
        self._person, self._by, self._at = person, by, at
        self._there: dict[int, _There] = {}
        self.is_whole = True
        """Whether nothing was written, and nothing is left to be looked at again."""

    def look(self, plan: Sequence[Planned], zone: str) -> None:
        """See how what was written is there now."""
        sent = [one.sent for one in plan if one.sent is not None]
        if not sent:
            return
        marks = dict(self._server.marks_of(self._calendar.url, [one.url for one in sent]))
        gone = [one for one in sent if one.url in marks and marks[one.url] is None]
        for one in self._found_elsewhere(gone):
            gone.remove(one)
            marks[one.url] = "?"
        written = [one for one in sent if one.agreed]
        lost = [one for one in written if one in gone]
        if len(lost) >= ENOUGH_TO_DOUBT and (len(lost) == len(written) or len(lost) > MOST_DELETED):
            raise AllGone(len(lost))
        changed = [one for one in sent if (marks.get(one.url) or one.etag) != one.etag]
        self._note(sent, marks)
        self._read(changed, zone)

    def _note(self, sent: Sequence[SentEntry], marks: dict[str, str | None]) -> None:
        for one in sent:
            if one.url not in marks:
                # The server said nothing of it: what is unknown is neither changed nor gone.
                self._there[one.pk] = _There("", None, is_known=False)
                self.is_whole = False
            elif marks[one.url] is None:
                self._there[one.pk] = _There("", None)

    def _read(self, changed: Sequence[SentEntry], zone: str) -> None:
        contents: dict[str, Content] = {}
        for found in self._server.contents_of(self._calendar.url, [one.url for one in changed]):
            contents |= found
        for one in changed:
            if one.url not in contents:
                self._there[one.pk] = _There("", None, is_known=False)
                self.is_whole = False
                continue
            content = contents[one.url]
            try:
                self._there[one.pk] = _as_there(content.etag, read_ours(content.body, zone))
            except NotReadable:
                problem = "it cannot be read any more"
                self._there[one.pk] = _There(content.etag, known(one.agreed), problem=problem)

    def _found_elsewhere(self, gone: Sequence[SentEntry]) -> list[SentEntry]:
        """Find what some calendars write anew at another address when it is changed."""
        found = []
        for one in gone:
            url = self._server.where(self._calendar.url, one.uid)
            if url and url != one.url:
                with open_provider(self._by.provider_id):
                    note_moved(sent=one, url=url, by=self._by, at=self._at)
                found.append(one)
        return found

    def settle(self, planned: Planned) -> None:
        """Bring both sides of one entry to the same."""
        sent = planned.sent
        there = self._there.get(sent.pk) if sent else None
        if there is not None and not there.is_known:
            return
        agreed = known(sent.agreed) if sent else None
        if there is None:
            there = _There(sent.etag if sent else "", agreed)
        if there.problem:
            self._put_back(planned, there)
            return
        decision = decide(
            Sides(
                ours=planned.version, theirs=there.version, agreed=agreed,
                claimed=known(sent.claimed) if sent else None, ours_at=planned.changed_at,
                theirs_at=there.changed_at, agreed_at=sent.agreed_at if sent else None,
            ), self._at,
        )  # fmt: skip
        if decision.lost:
            self._tell(planned, decision.lost, there)
        self._do(decision.step, planned, there)

    def _do(self, step: Step, planned: Planned, there: _There) -> None:
        if step is Step.WRITE:
            self._write(planned, there)
        elif step is Step.REMOVE:
            self._remove(planned, there)
        elif step is Step.TAKE:
            self._take(planned, there)
        elif step is Step.TAKE_BACK:
            self._take_back(planned)
        elif step is Step.NOTE and planned.sent is not None:
            if planned.sent.etag != there.etag or planned.sent.claimed:
                self._agree(planned.sent, there.version, there.etag)
        elif step is Step.FORGET and planned.sent is not None:
            self._agree(planned.sent, None, "")

    def _write(self, planned: Planned, there: _There) -> None:
        if planned.entry is None:
            return
        self.is_whole = False
        url = planned.sent.url if planned.sent else ""
        url = url or self._server.inside(self._calendar.url, f"{quote(planned.uid, safe='')}.ics")
        with open_provider(self._by.provider_id):
            sent = claim_entry(
                account=self._account, planned=planned, url=url, by=self._by, at=self._at
            )
        etag = there.etag if there.version is not None else ""
        done, made = self._server.put(url, calendar_of([planned.entry]), etag)
        if done:
            self._agree(sent, planned.version, made)

    def _remove(self, planned: Planned, there: _There) -> None:
        self.is_whole = False
        if planned.sent is not None and self._server.delete(planned.sent.url, there.etag):
            self._agree(planned.sent, None, "")

    def _take(self, planned: Planned, there: _There) -> None:
        if there.version is None:
            return
        try:
            with open_provider(self._by.provider_id):
                take_change(planned=planned, version=there.version, etag=there.etag,
                            by=self._person, at=self._at)  # fmt: skip
        except Refused as refused:
            there.problem = refused.why or "it may not lie there"
            self._put_back(planned, there)

    def _take_back(self, planned: Planned) -> None:
        try:
            with open_provider(self._by.provider_id):
                take_deletion(planned=planned, by=self._person, at=self._at)
        except Refused as refused:
            self._put_back(planned, _There("", None, problem=refused.why))

    def _put_back(self, planned: Planned, there: _There) -> None:
        """Write ours over what cannot be taken over, and say why to whoever changed it."""
        title = planned.entry.title if planned.entry else ""
        words = (
            f"“{title}” was changed in your calendar and put back as it was planned: "
            f"{there.problem.rstrip('.')}."
        )
        with open_provider(self._by.provider_id):
            tell_lost(planned=planned, account=self._account, words=words, ours=False,
                      by=self._by, at=self._at)  # fmt: skip
        if planned.entry is None:
            self._remove(planned, there)
        else:
            self._write(planned, there)

    def _tell(self, planned: Planned, lost: Lost, there: _There) -> None:
        called = planned.version or there.version
        title = called.title if called else ""
        words = {
            Lost.OURS: f"“{title}” was moved in a calendar after you planned it otherwise: it lies"
            " now as the calendar says.",
            Lost.THEIRS: f"“{title}” was planned otherwise after you changed it in your calendar:"
            " your change was not taken over.",
        }[lost]  # fmt: skip
        with open_provider(self._by.provider_id):
            tell_lost(planned=planned, account=self._account, words=words,
                      ours=lost is Lost.OURS, by=self._by, at=self._at)  # fmt: skip

    def _agree(self, sent: SentEntry, version: Version | None, etag: str) -> None:
        with open_provider(self._by.provider_id):
            note_agreed(sent=sent, version=version, etag=etag, by=self._by, at=self._at)


def _as_there(etag: str, ours: Ours) -> _There:
    if ours.start is None or ours.end is None:
        return _There(etag, None, problem="it has no time")
    version = Version(ours.start, ours.end, ours.title)
    return _There(etag, version, ours.changed_at, ours.problem)
