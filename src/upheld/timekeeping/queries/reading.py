"""A capture line as it is understood for one person: its chips, what is unclear, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from upheld.foundation.refusals import Caution, Reason
from upheld.foundation.ui.shapes import Choice, Understood
from upheld.foundation.values.effort import written_effort
from upheld.timekeeping.queries.entries import worked_around
from upheld.timekeeping.queries.meaning import (
    caller_meant,
    company_meant,
    contact_meant,
    person_meant,
    target_meant,
)
from upheld.timekeeping.rules.capture import read_line
from upheld.timekeeping.rules.capture_words import Meaning
from upheld.timekeeping.rules.entries import Worked, day_worked, entry_cautions
from upheld.timekeeping.rules.meant import Meant, piece, text_tokens
from upheld.timekeeping.targets import OWN_WORK, Target, own_work, target_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from upheld.customers.models import Contact
    from upheld.foundation.actor import Actor
    from upheld.people.models import Person
    from upheld.timekeeping.rules.capture import CaptureLine

LONGEST_TITLE = 200


@dataclass(slots=True)
class Reading:
    """What a line says to the person who typed it.

    Either `target` is known, or `company_id` and `title` say what ticket it makes. `doubts` are
    asked in place; with any of them, or a problem, the line cannot be saved.
    """

    typed: str
    line: CaptureLine
    zone: str
    target: Target | None = None
    company_id: int | None = None
    company_name: str = ""
    named_by: str = ""
    """The words by which the customer was named."""
    title: str = ""
    note: str = ""
    assignee: Person | None = None
    contact: Contact | None = None
    """Whom of the customer's it is about."""
    doubts: list[Understood] = field(default_factory=list)
    chips: list[Understood] = field(default_factory=list)
    problems: list[Reason] = field(default_factory=list)

    @property
    def can_be_saved(self) -> bool:
        """Tell whether nothing is unclear and nothing wrong."""
        return not self.doubts and not self.problems

    @property
    def makes_ticket(self) -> bool:
        """Tell whether it opens a ticket."""
        return self.target is None and bool(self.title)


def read_capture(typed: str, actor: Actor, at: datetime) -> Reading:
    """Read a line for a person: at most five queries, whatever it holds.

    Problems, besides those of `read_line`: no_such_ticket, no_such_person, two_assignees,
    no_such_target, customer_unknown, title_missing.
    """
    line = read_line(typed, at, actor.zone)
    reading = Reading(typed, line, actor.zone, problems=list(line.problems))
    if line.tokens:
        _read_subject(reading, actor)
        for name in line.people:
            _read_person(reading, name)
        _say_the_rest(reading)
    return reading


def _read_subject(reading: Reading, actor: Actor) -> None:
    if reading.line.ticket is not None:
        _read_ticket(reading, actor, reading.line.ticket)
    elif reading.line.work:
        _read_work(reading, actor)
    elif reading.line.text:
        _read_new_ticket(reading, actor)


def _read_ticket(reading: Reading, actor: Actor, number: int) -> None:
    kind = target_kind("ticket")
    found = kind.by_number(actor, number) if kind and kind.by_number else None
    if found is None:
        _problem(reading, "no_such_ticket", f"There is no ticket #{number}.", "Check its number.")
        return
    reading.target, reading.note = found, reading.line.text
    reading.chips.append(Understood("ticket", f"#{number} {found.title}", f"#{number}"))


def _read_work(reading: Reading, actor: Actor) -> None:
    work, name = reading.line.work, reading.line.work_name
    reading.note = reading.line.text
    kind = target_kind(work)
    tokens = [token for token in reading.line.tokens if token.meaning is Meaning.WORK]
    typed = piece(reading.typed, tokens)
    named = kind.named(actor) if kind and kind.named else ()
    meant = target_meant(name, named, work)
    if kind is not None and meant.id is not None:
        reading.target = kind.by_id(actor, meant.id)
        reading.chips.append(Understood(work, meant.title, typed))
    elif meant.offered:
        reading.doubts.append(_doubt(work, typed, meant, f"Which {work}"))
    elif work in OWN_WORK:
        reading.target = own_work(work, name)
        reading.chips.append(Understood("internal", reading.target.title, typed))
    else:
        why = f"There is no {work} called “{name}” that you can see."
        _problem(reading, "no_such_target", why, "Write part of its name, or its number.")


def _read_new_ticket(reading: Reading, actor: Actor) -> None:
    tokens = text_tokens(reading.line)
    words = [token.typed for token in tokens]
    meant = company_meant(words, actor.person_id) or _read_caller(reading, words)
    if meant is None:
        why = f"No customer's name begins with “{words[0]}”."
        remedy = "Begin with the customer, or with internal for our own work."
        _problem(reading, "customer_unknown", why, remedy)
        return
    rest = words[meant.words :]
    reading.title = " ".join(rest)[:LONGEST_TITLE]
    reading.named_by = meant.typed
    typed = piece(reading.typed, tokens[: meant.words])
    if meant.id is None:
        reading.doubts.append(_doubt("customer", typed, meant, "Which customer"))
    else:
        reading.company_id, reading.company_name = meant.id, meant.title
        reading.chips.append(Understood("customer", meant.title, typed))
    if not rest:
        remedy = "Write a few words behind the customer."
        _problem(reading, "title_missing", "It does not say what was wrong.", remedy)
        return
    reading.chips.append(
        Understood("text", reading.title, piece(reading.typed, tokens[meant.words :]))
    )


def _read_caller(reading: Reading, words: Sequence[str]) -> Meant | None:
    """Read whose call it is where a line begins with a person of the customer's."""
    found = caller_meant(words)
    if found is None:
        return None
    meant, people = found
    if meant.id is None:
        return meant
    reading.contact = people[meant.id]
    company = reading.contact.company
    reading.chips.append(Understood("contact", meant.title, meant.typed))
    return Meant(meant.typed, meant.words, company.pk, company.name)


def _read_person(reading: Reading, name: str) -> None:
    """Read "@dana": one of ours, or whom of the customer's it is about."""
    meant, colleague = person_meant(name)
    if colleague is not None and reading.assignee is not None:
        why = f"It is with {reading.assignee.name} already, and “@{name}” is one of ours too."
        _problem(reading, "two_assignees", why, "Leave one of the two out.")
        return
    if colleague is not None:
        reading.assignee = colleague
        reading.chips.append(Understood("person", meant.title, meant.typed))
        return
    theirs = Meant(meant.typed)
    if reading.company_id is not None and reading.contact is None:
        theirs, reading.contact = contact_meant(name, reading.company_id)
    if theirs.id is not None:
        reading.chips.append(Understood("contact", theirs.title, theirs.typed))
        return
    both = Meant(meant.typed, 1, offered=(*meant.offered, *theirs.offered))
    if both.offered:
        reading.doubts.append(_doubt("person", both.typed, both, "Who"))
    else:
        where = f"here or at {reading.company_name}" if reading.company_id else "here"
        why = f"Nobody {where} is called “{name}”."
        _problem(reading, "no_such_person", why, "Check the name.")


def _say_the_rest(reading: Reading) -> None:
    """Say length, day, priority, tags and closing; each chip leads to its words in the line."""
    line = reading.line
    said = [
        (line.priority, "priority", f"Priority {line.priority}", Meaning.PRIORITY),
        (line.day, "day", f"{line.day:%a %-d %b}" if line.day else "", Meaning.DAY),
        (line.starts_at, "effort", _clock(line, reading.zone), Meaning.RANGE),
        (line.seconds, "effort", written_effort(line.seconds or 0), Meaning.DURATION),
        (line.closes, "state", "Resolves it", Meaning.CLOSE),
    ]
    reading.chips += [
        Understood(kind, title, _typed_as(line, meaning))
        for value, kind, title, meaning in said
        if value not in {None, False}
    ]
    reading.chips += [Understood("text", f"+{tag}", f"+{tag}") for tag in line.tags]
    if reading.note and reading.target is not None:
        reading.chips.append(Understood("text", reading.note, reading.note))


def _clock(line: CaptureLine, zone: str) -> str:
    if line.starts_at is None:
        return ""
    start = line.starts_at.astimezone(ZoneInfo(zone))
    end = line.ends_at.astimezone(ZoneInfo(zone)) if line.ends_at else None
    return f"{start:%H:%M}" + (f" to {end:%H:%M}" if end else "")


def _typed_as(line: CaptureLine, meaning: Meaning) -> str:
    return " ".join(token.typed for token in line.tokens if token.meaning is meaning)


def _doubt(kind: str, typed: str, meant: Meant, question: str) -> Understood:
    choices = tuple(Choice(one.instead, one.title, one.hint) for one in meant.offered)
    return Understood(kind, typed, typed, question, choices)


def _problem(reading: Reading, code: str, why: str, remedy: str) -> None:
    reading.problems.append(Reason(code, why, remedy))


def cautions_of(reading: Reading, actor: Actor, at: datetime) -> list[Caution]:
    """Give what looks wrong about the time of a line: one query, and none without an hour."""
    line = reading.line
    if line.starts_at is None or line.seconds is None or actor.person_id is None:
        return []
    day = day_worked(line.starts_at, line.day, at, reading.zone)
    worked = Worked(day, line.seconds, line.starts_at)
    return entry_cautions(worked, worked_around(actor.person_id, day), at)
