"""A capture line made ready: read, with all that its ticket and time will need to know.

Whoever saves a line holds up everybody else who wants to write, on SQLite from the beginning of the
transaction, so what can be read is read before. Whom the line is about, what the customer was
promised and who is typing do not change because of the line; what may have moved on in between, the
work that it names, is looked at again inside.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from upheld.customers.models import Company
from upheld.people.models import Person
from upheld.timekeeping.queries.reading import Reading, read_capture
from upheld.timekeeping.targets import Wish, target_kind

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

MAKES = "ticket"
"""The kind of work that a line without a target opens."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A line as it was read, and what it wants."""

    reading: Reading
    wish: Wish


def ready_capture(
    typed: str, by: Actor, said_at: datetime, at: datetime, *, with_timer: bool = False
) -> Ready:
    """Read a line as it was meant at `said_at`, and look up what saving it at `at` needs."""
    reading = read_capture(typed, by, said_at)
    worker = Person.objects.filter(pk=by.person_id).first() if by.person_id else None
    wish = Wish(
        title=reading.title,
        company=_company(reading),
        priority=reading.line.priority,
        assignee=reading.assignee,
        contact=reading.contact,
        tags=reading.line.tags,
        closes=reading.line.closes,
        worked=with_timer or reading.line.seconds is not None,
        worker=worker,
    )
    kind = target_kind(MAKES)
    if reading.can_be_saved and reading.makes_ticket and kind is not None and kind.ready:
        wish = replace(wish, ready=kind.ready(wish, by, at))
    return Ready(reading, wish)


def still_there(ready: Ready, by: Actor) -> Ready:
    """Look again at the work that a line names: it may be part of another by now. One query."""
    target = ready.reading.target
    kind = target_kind(target.kind) if target is not None else None
    if target is None or kind is None or target.id is None:
        return ready
    ready.reading.target = kind.by_id(by, target.id) or target
    return ready


def _company(reading: Reading) -> Company | None:
    if reading.company_id is None:
        return None
    found: Company | None = Company.objects.filter(pk=reading.company_id).first()
    return found
