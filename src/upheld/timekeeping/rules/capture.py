"""The capture line: `acme vpn down 25m` read into what it says.

The grammar, in one table (words in any order unless said otherwise):

    #1042                       the ticket
    !1 .. !4                    priority
    @dana @ruth.adler           our person whom it is for, and the customer's whom it is about
    +backup                     a tag, as many as wanted
    25m 1h15 1.25h 90 min 1:15  how long; the last one counts
    9:10-9:35  23:50-0:20       from when to when; past midnight is the next day
    today yesterday monday      the day; a weekday is the last one, today included
    2026-11-03                  the day
    14:00                       when it began: two digits for the hour, or right behind the day
    deal NAME ...               first words: what the time is on (also deliverable, complaint,
                                procedure); internal and training need no name
    close                       last word of the text: the ticket is done

Everything else is text, and its first words are matched with names by `name_matching`. Without a
day, a time is the last one that has begun: what is logged has been worked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from upheld.foundation.refusals import Reason
from upheld.timekeeping.rules.capture_choice import Choice, chosen
from upheld.timekeeping.rules.capture_words import Meaning, Word, words_of

LONGEST_LINE = 1000
"""Characters; a longer text belongs into a note."""

LONGEST_ENTRY = 24 * 3600
"""Seconds; nobody works longer in one go, so it is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the line with what it was understood as: `line[start:end] == typed` (composed)."""

    meaning: Meaning
    start: int
    end: int
    typed: str


@dataclass(frozen=True, slots=True)
class CaptureLine:
    """What a line says. What was not said is None, empty or false.

    `seconds` is effort. `day` is the day that was named, in the person's zone. `starts_at` and
    `ends_at` are in UTC; without a time of day both are None. `text` is what stays when all that
    was understood is taken out. A line with `problems` cannot be saved; each says why.
    """

    tokens: tuple[Token, ...]
    text: str
    ticket: int | None
    priority: int | None
    people: tuple[str, ...]
    tags: tuple[str, ...]
    work: str
    work_name: str
    closes: bool
    seconds: int | None
    day: date | None
    starts_at: datetime | None
    ends_at: datetime | None
    problems: tuple[Reason, ...]

    @property
    def said(self) -> tuple[object, ...]:
        """Give all that was understood, apart from how it was typed."""
        return (
            (self.text, self.ticket, self.priority, self.people, self.tags),
            (self.work, self.work_name, self.closes),
            (self.seconds, self.day, self.starts_at, self.ends_at),
            tuple(problem.code for problem in self.problems),
        )


def read_line(typed: str, at: datetime, zone: str) -> CaptureLine:
    """Read a capture line at a moment, in the person's IANA zone.

    Problems: nothing_typed, line_too_long, nothing_to_log_on, no_time_spent,
    longer_than_a_day, in_the_future, clock_does_not_exist.
    """
    too_long = len(typed) > LONGEST_LINE
    now = at.astimezone(ZoneInfo(zone))
    choice = chosen(() if too_long else words_of(typed), now.date())
    start, end, missing_clock = _placed(choice, now)
    seconds = choice.seconds
    if start is not None and end is not None:
        seconds = (end - start) // timedelta(seconds=1)
    problems = [
        *([_too_long()] if too_long else _subject_problems(choice)),
        *_time_problems(choice, seconds, start, now),
        *([missing_clock] if missing_clock else []),
    ]
    return CaptureLine(
        tokens=tuple(map(_token, choice.words, choice.meanings)),
        text=" ".join(choice.words[place].text for place in choice.text_places),
        ticket=choice.ticket,
        priority=choice.priority,
        people=tuple(choice.people),
        tags=tuple(choice.tags),
        work=choice.work,
        work_name=choice.work_name,
        closes=choice.closes,
        seconds=seconds,
        day=choice.day,
        starts_at=start,
        ends_at=end,
        problems=tuple(problems),
    )


def _token(word: Word, meaning: Meaning) -> Token:
    return Token(meaning, word.start, word.end, word.text)


def _placed(
    choice: Choice, now: datetime
) -> tuple[datetime | None, datetime | None, Reason | None]:
    """Place the named times in real time; give start, end and what is wrong with them."""
    began = choice.range.start if choice.range else choice.clock
    if began is None:
        return None, None, None
    day = choice.day or _last_begun(began, now)
    start = _moment(day, began, now)
    if start is None:
        return None, None, _no_such_clock(began, day)
    if choice.range is not None:
        stops = choice.range.end
        until = day if stops > began else day + timedelta(days=1)
        end = _moment(until, stops, now)
        return start, end, None if end else _no_such_clock(stops, until)
    end = None if choice.seconds is None else start + timedelta(seconds=choice.seconds)
    return start, end, None


def _last_begun(began: time, now: datetime) -> date:
    """Give the last day on which that time has come by now: today, or yesterday."""
    start = _moment(now.date(), began, now)
    begun = start is not None and start <= now
    return now.date() if begun or start is None else now.date() - timedelta(days=1)


def _moment(day: date, clock: time, now: datetime) -> datetime | None:
    """Give a wall time in UTC, the earlier one where it comes twice; None where it never comes."""
    wall = datetime.combine(day, clock, now.tzinfo)
    moment = wall.astimezone(UTC)
    came = moment.astimezone(now.tzinfo).replace(tzinfo=None) == wall.replace(tzinfo=None)
    return moment if came else None


def _no_such_clock(clock: time, day: date) -> Reason:
    return Reason(
        "clock_does_not_exist",
        f"On {day}, the clocks skip {clock:%H:%M}.",
        "Give the time by the clock after the change.",
    )


def _too_long() -> Reason:
    return Reason(
        "line_too_long",
        f"The line has more than {LONGEST_LINE:,} characters.",
        "Shorten it, and put the rest into a note.",
    )


def _subject_problems(choice: Choice) -> list[Reason]:
    if not choice.words:
        return [Reason("nothing_typed", "Nothing was typed.", "Try: acme vpn down 25m.")]
    if choice.ticket is None and not choice.work and not choice.text_places:
        return [
            Reason(
                "nothing_to_log_on",
                "It does not say what the time was spent on.",
                "Name a ticket, or write who it was for and what was wrong.",
            )
        ]
    return []


def _time_problems(
    choice: Choice, seconds: int | None, start: datetime | None, now: datetime
) -> list[Reason]:
    checks = (
        (seconds == 0, "no_time_spent", "The time comes to nothing.", "Say how long it took."),
        (
            seconds is not None and seconds > LONGEST_ENTRY,
            "longer_than_a_day",
            "The time is longer than a day.",
            "Check the number and its unit, or write one line for each day.",
        ),
        (
            (choice.day is not None and choice.day > now.date())
            or (start is not None and start > now),
            "in_the_future",
            "The time has not come yet.",
            "Check the day and the hour.",
        ),
    )
    return [Reason(code, why, remedy) for wrong, code, why, remedy in checks if wrong]
