"""The few sentences of WebDAV and CalDAV that are said and understood (RFC 4918, 4791, 6578)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from upheld.calendars.servers.faults import nonsense

if TYPE_CHECKING:
    from collections.abc import Iterable

    from upheld.foundation.values.period import Period

DAV, CAL, SERVER = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{http://calendarserver.org/ns/}"
_NAMES = (
    'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/"'
)
_STAMP = "%Y%m%dT%H%M%SZ"
_GOOD = "200"


@dataclass(frozen=True, slots=True)
class Told:
    """What a server told of one thing: its properties that are there, or that it is not."""

    href: str
    status: str = ""
    """Of the thing as a whole: "404" where it is gone."""
    properties: dict[str, Element] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Give a property's text; "" where it is not there."""
        found = self.properties.get(name)
        return (found.text or "").strip() if found is not None else ""

    def hrefs(self, name: str) -> list[str]:
        """Give the addresses inside a property."""
        found = self.properties.get(name)
        if found is None:
            return []
        return [one.text.strip() for one in found.iter(f"{DAV}href") if one.text]


@dataclass(frozen=True, slots=True)
class Several:
    """A multistatus answer."""

    things: tuple[Told, ...]
    token: str = ""


def propfind(*names: str) -> str:
    """Ask for properties, named as in `d:getetag`."""
    asked = "".join(f"<{name}/>" for name in names)
    return f"<d:propfind {_NAMES}><d:prop>{asked}</d:prop></d:propfind>"


def query_between(period: Period) -> str:
    """Ask which events touch a period, and for their marks alone."""
    start, end = f"{period.start:{_STAMP}}", f"{period.end:{_STAMP}}"
    return _query(f'<c:time-range start="{start}" end="{end}"/>')


def query_uid(uid: str) -> str:
    """Ask where the event with a UID is."""
    words = f'<c:text-match collation="i;octet">{escape(uid)}</c:text-match>'
    return _query(f'<c:prop-filter name="UID">{words}</c:prop-filter>')


def _query(narrowed: str) -> str:
    return (
        f"<c:calendar-query {_NAMES}><d:prop><d:getetag/></d:prop>"
        f'<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">{narrowed}'
        "</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>"
    )


def multiget(hrefs: Iterable[str], *, content: bool) -> str:
    """Ask for the marks of some things by their addresses, and for their content."""
    wanted = "<d:getetag/>" + ("<c:calendar-data/>" if content else "")
    named = "".join(f"<d:href>{escape(one)}</d:href>" for one in hrefs)
    return f"<c:calendar-multiget {_NAMES}><d:prop>{wanted}</d:prop>{named}</c:calendar-multiget>"


def changes_since(token: str) -> str:
    """Ask what has changed since a token was given."""
    return (
        f"<d:sync-collection {_NAMES}><d:sync-token>{escape(token)}</d:sync-token>"
        "<d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>"
    )


def understood(body: bytes, host: str) -> Several:
    """Read a multistatus answer. Raises DavFault for anything else."""
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, RecursionError) as problem:
        raise nonsense(host, "what is no XML, or only half of it") from problem
    if root.tag != f"{DAV}multistatus":
        raise nonsense(host, "XML that is not about calendars")
    things = tuple(_told(one) for one in root.findall(f"{DAV}response"))
    return Several(things, (root.findtext(f"{DAV}sync-token") or "").strip())


def _told(response: Element) -> Told:
    href = (response.findtext(f"{DAV}href") or "").strip()
    status = _number(response.findtext(f"{DAV}status"))
    found: dict[str, Element] = {}
    for part in response.findall(f"{DAV}propstat"):
        holder = part.find(f"{DAV}prop")
        if _number(part.findtext(f"{DAV}status")) == _GOOD and holder is not None:
            found |= {one.tag: one for one in holder}
    return Told(href, status, found)


def _number(line: str | None) -> str:
    """Give the number in "HTTP/1.1 200 OK"."""
    words = (line or "").split()
    return words[1] if len(words) > 1 else ""
