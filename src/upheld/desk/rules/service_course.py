"""How a ticket was solved: by whom at first, and after how many words of the customer's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

Happening = tuple[datetime, str, int | None, int | None, bool]
"""When, what (as a ticket entry says it), by which of ours, by which of theirs, automatically."""

_TOUCHES = frozenset({"replied", "note", "state_changed", "resolved", "priority_changed"})


@dataclass(frozen=True, slots=True)
class Course:
    """What measures of solving need; None where no person has solved it yet.

    `one_touch`: the first of ours who worked it solved it, alone, and it stayed solved.
    `one_contact`: the customer never had to write again, and it stayed solved.
    """

    first_resolved_at: datetime | None
    one_touch: bool | None
    one_contact: bool | None


def course_of(happenings: Iterable[Happening], *, reopened: bool) -> Course:
    """Read a course from all that happened, in order; `reopened` leaves out what was a slip.

    Whoever opened a ticket for a customer has not worked it by that; people of other systems, who
    have no account here, count as one.
    """
    solved: datetime | None = None
    touched: set[int | None] = set()
    asked = False
    for at, happened, person, contact, automatic in happenings:
        if happened in _TOUCHES and not automatic and contact is None:
            touched.add(person)
        asked = asked or happened == "asked"
        if happened == "resolved" and not automatic and solved is None:
            solved = at
    if solved is None:
        return Course(None, None, None)
    return Course(solved, len(touched) == 1 and not reopened, not asked and not reopened)
