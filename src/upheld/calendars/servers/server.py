"""A calendar server: what calendars it has, what is in them, and writing one thing at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.calendars.servers.faults import DavFault, TokenGone, nonsense
from upheld.calendars.servers.line import Account, Line
from upheld.calendars.servers.speech import (
    CAL,
    DAV,
    SERVER,
    Several,
    Told,
    changes_since,
    multiget,
    propfind,
    query_between,
    query_uid,
    understood,
)

if TYPE_CHECKING:
    from upheld.calendars.servers.line import Answer
    from upheld.foundation.values.period import Period

AT_ONCE = 50
"""Things that are asked for together."""
MOST = 5000
"""Events of one calendar that are looked at; nobody has more in four months."""
MOST_CALENDARS = 50
_MULTISTATUS, _GONE, _FAILED_CONDITION = 207, 404, 412
_TOKEN_GONE = frozenset({400, 403, 409, 410, 412, 507})
_XML = {"Content-Type": "application/xml; charset=utf-8"}
_ICS = {"Content-Type": "text/calendar; charset=utf-8"}
_WRITES = frozenset({"write", "write-content", "bind", "all"})


@dataclass(frozen=True, slots=True)
class Found:
    """A calendar at a server."""

    url: str
    name: str
    may_write: bool


@dataclass(frozen=True, slots=True)
class Content:
    """One thing in a calendar with its mark."""

    etag: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a token: marks by address, what is gone, and the next token."""

    changed: Mapping[str, str]
    gone: frozenset[str]
    token: str


class Server:
    """What is said to a calendar server. All raise DavFault."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.host = line.host

    def calendars(self) -> list[Found]:
        """Find the calendars for events of whoever signed in."""
        for home in self._homes():
            asked = propfind(
                "d:resourcetype", "d:displayname", "d:current-user-privilege-set",
                "c:supported-calendar-component-set",
            )  # fmt: skip
            several = self._ask("PROPFIND", home, asked, depth="1")
            found = [one for told in several.things if (one := self._calendar(told))]
            if found:
                return found[:MOST_CALENDARS]
        raise DavFault(f"{self.host} shows no calendar.", "Check address and user.")

    def mark(self, url: str) -> str:
        """Give what tells whether anything changed in a calendar: "" where the server has none."""
        told = self._ask("PROPFIND", url, propfind("d:sync-token", "s:getctag"), depth="0").things
        one = told[0] if told else Told("")
        if token := one.text(f"{DAV}sync-token"):
            return f"sync {token}"
        ctag = one.text(f"{SERVER}getctag")
        return f"ctag {ctag}" if ctag else ""

    def changes(self, url: str, mark: str) -> Changes:
        """Tell what changed since a mark. Raises TokenGone where it cannot be told."""
        kind, _, token = mark.partition(" ")
        if kind != "sync":
            raise TokenGone("The server tells no changes.", "")
        answer = self._line.say("REPORT", url, changes_since(token), {**_XML, "Depth": "0"})
        if answer.status in _TOKEN_GONE:
            raise TokenGone("The server has forgotten what it told.", "")
        several = self._several(answer)
        gone = {self._line.full(one.href, url) for one in several.things if one.status == "404"}
        if any(one.status == "507" for one in several.things) or not several.token:
            raise TokenGone("The server tells not all that changed.", "")
        return Changes(self._marks(several, url), frozenset(gone), f"sync {several.token}")

    def between(self, url: str, period: Period) -> Mapping[str, str]:
        """Give the marks of the events that touch a period, by address."""
        found = self._marks(self._ask("REPORT", url, query_between(period), depth="1"), url)
        if len(found) > MOST:
            raise DavFault(
                f"A calendar has more than {MOST:,} events in four months.",
                "Choose another calendar.",
            )
        return found

    def where(self, url: str, uid: str) -> str:
        """Give the address of the event with a UID, "" where there is none."""
        found = self._marks(self._ask("REPORT", url, query_uid(uid), depth="1"), url)
        return next(iter(sorted(found)), "")

    def marks_of(self, url: str, things: Sequence[str]) -> Mapping[str, str | None]:
        """Give the marks of some things; None for what is gone, and nothing where it is unsaid."""
        found: dict[str, str | None] = {}
        for told in self._multiget(url, things, content=False):
            href = self._line.full(told.href, url)
            if told.status == "404":
                found[href] = None
            elif etag := told.text(f"{DAV}getetag"):
                found[href] = etag
        return found

    def contents_of(self, url: str, things: Sequence[str]) -> Iterator[dict[str, Content]]:
        """Give the content of some things, a part of them at a time; what is gone is left out."""
        for start in range(0, len(things), AT_ONCE):
            found = {}
            for told in self._multiget(url, things[start : start + AT_ONCE], content=True):
                etag, body = told.text(f"{DAV}getetag"), told.text(f"{CAL}calendar-data")
                if etag and body:
                    found[self._line.full(told.href, url)] = Content(etag, body.encode())
            yield found

    def put(self, url: str, content: bytes, etag: str) -> tuple[bool, str]:
        """Write a thing if it is still as its mark says, or with "" if it is not there.

        Gives whether it was written, and its new mark where the server tells it.
        """
        condition = {"If-Match": etag} if etag else {"If-None-Match": "*"}
        answer = self._line.say("PUT", url, content, {**_ICS, **condition})
        if answer.status in {_FAILED_CONDITION, _GONE}:
            return False, ""
        if not answer.is_good:
            raise DavFault(
                f"{self.host} did not take an entry: it answered {answer.status}.",
                "Check that the calendar can be written to.",
            )
        return True, answer.headers.get("etag", "")

    def delete(self, url: str, etag: str) -> bool:
        """Delete a thing if it is still as its mark says; gives whether it is gone."""
        answer = self._line.say("DELETE", url, headers={"If-Match": etag} if etag else {})
        if answer.status == _FAILED_CONDITION:
            return False
        if not answer.is_good and answer.status != _GONE:
            raise DavFault(
                f"{self.host} did not delete an entry: it answered {answer.status}.",
                "Check that the calendar can be written to.",
            )
        return True

    def inside(self, url: str, name: str) -> str:
        """Give the address of a thing in a calendar by its name."""
        return self._line.full(f"{url.rstrip('/')}/{name}")

    def _multiget(self, url: str, things: Sequence[str], *, content: bool) -> Iterable[Told]:
        for start in range(0, len(things), AT_ONCE):
            hrefs = ["/" + one.split("/", 3)[3] for one in things[start : start + AT_ONCE]]
            yield from self._ask("REPORT", url, multiget(hrefs, content=content), "1").things

    def _marks(self, several: Several, url: str) -> dict[str, str]:
        return {
            self._line.full(one.href, url): etag
            for one in several.things
            if (etag := one.text(f"{DAV}getetag")) and not one.href.endswith("/")
        }

    def _homes(self) -> Iterator[str]:
        """Give where calendars may be: the homes of who signed in, and the address itself."""
        tried = set()
        for start in (self._line.address, self._line.full("/.well-known/caldav")):
            principal = self._told(start, "d:current-user-principal").hrefs(
                f"{DAV}current-user-principal"
            )
            for href in principal[:1]:
                told = self._told(self._line.full(href, start), "c:calendar-home-set")
                for home in told.hrefs(f"{CAL}calendar-home-set"):
                    tried.add(self._line.full(home, start))
                    yield self._line.full(home, start)
        if self._line.address not in tried:
            yield self._line.address

    def _told(self, url: str, name: str) -> Told:
        answer = self._line.say("PROPFIND", url, propfind(name), {**_XML, "Depth": "0"})
        if answer.status != _MULTISTATUS:
            return Told("")
        things = self._several(answer).things
        return things[0] if things else Told("")

    def _calendar(self, told: Told) -> Found | None:
        kind = told.properties.get(f"{DAV}resourcetype")
        if kind is None or kind.find(f"{CAL}calendar") is None:
            return None
        takes = told.properties.get(f"{CAL}supported-calendar-component-set")
        named = {one.get("name") for one in takes} if takes is not None else set()
        if named and "VEVENT" not in named:
            return None
        rights = told.properties.get(f"{DAV}current-user-privilege-set")
        held = {one.tag.removeprefix(DAV) for one in rights.iter()} if rights is not None else None
        url = self._line.full(told.href)
        name = told.text(f"{DAV}displayname") or url.rstrip("/").rpartition("/")[2]
        return Found(url, name[:200], held is None or bool(held & _WRITES))

    def _ask(self, method: str, url: str, body: str, depth: str) -> Several:
        return self._several(self._line.say(method, url, body, {**_XML, "Depth": depth}))

    def _several(self, answer: Answer) -> Several:
        if answer.status == _GONE:
            raise DavFault("The calendar is not there any more.", "Choose another one.")
        if answer.status != _MULTISTATUS:
            raise nonsense(self.host, f"{answer.status}")
        return understood(answer.body, self.host)


@contextmanager
def spoken_to(account: Account) -> Iterator[Server]:
    """Speak to a server, and hang up afterwards."""
    line = Line(account)
    try:
        yield Server(line)
    finally:
        line.close()
