"""The table of phrases that two honest people can read in two ways.

Kept apart from the reading itself (`wording.py`) so that the table can grow by a line.
Each phrase says why it is open and what to write instead. `unless` names what, found in the
same sentence, closes the phrase again ("regularly" is open, "regularly, at least weekly" is not).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from re import Pattern

_NUMBER = (
    r"\d+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty"
    r"|forty|fifty|sixty|ninety|hundred)\b"
)
_FREQUENCY = (
    r"\b(?:hourly|daily|weekly|fortnightly|monthly|quarterly|yearly|annually|every|each|per)\b"
    r"|\b(?:once|twice)\s+(?:a|an|per|in)\b"
)
_CLOCK_TIMES = r"\d{1,2}[:.]\d{2}|\b\d{1,2}\s?(?:am|pm)\b|\b24\s?[x/]\s?7\b"
_LIMIT = rf"(?:{_NUMBER}).{{0,40}}?\b(?:minutes?|hours?|days?|weeks?|months?|years?)\b"
MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DATE = (
    rf"\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTHS})\b"
    rf"|\b(?:{MONTHS})\s+\d{{1,4}}\b|\b(?:effective date|go-live date|due date)\b"
)


def _compiled(pattern: str) -> Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class VaguePhrase:
    """One way of writing that leaves a promise open.

    `customary` marks words that law has settled for clauses (courts read "reasonable"), but
    that still say nothing in a deliverable. `about` names what the phrase leaves open, so that
    a due date or a quantity held in its own field can close it.
    """

    code: str
    pattern: Pattern[str]
    why: str
    suggestion: str
    unless: Pattern[str] | None = None
    customary: bool = False
    about: str = ""


def _phrase(
    code: str,
    words: str,
    why: str,
    suggestion: str,
    *,
    unless: str = "",
    customary: bool = False,
    about: str = "",
) -> VaguePhrase:
    closing = _compiled(unless) if unless else None
    return VaguePhrase(code, _compiled(words), why, suggestion, closing, customary, about)


VAGUE_PHRASES: tuple[VaguePhrase, ...] = (
    _phrase(
        "need_undecided",
        r"\b(?:as|if|when|where|whenever|wherever)\s+(?:and\s+(?:as|when)\s+)?"
        r"(?:needed|necessary|required|appropriate|applicable|desired|practical|practicable"
        r"|possible|feasible|warranted)\b|\bon an as[- ]needed basis\b",
        "It does not say who decides that it is needed, nor how much of it there is.",
        "Name who decides and the most that is included, for example 'up to 4 hours a month, "
        "when your IT contact asks'.",
        customary=True,
    ),
    _phrase(
        "effort_not_result",
        r"\b(?:commercially\s+)?(?:reasonable|best)[\s-]+(?:efforts?|endeavou?rs?)\b"
        r"|\b(?:endeavou?rs?|strives?|attempts?|tries|try|aims?|seeks?|intends?)\s+to\b"
        r"|\bbest[- ]effort\b|\bdo (?:our|their|its) best\b",
        "It promises trying, so nobody can tell from outside whether it was kept.",
        "Promise the result and by when, or say plainly that it is not included.",
        customary=True,
    ),
    _phrase(
        "judged_by_nobody",
        r"\b(?:reasonabl[ey]|adequate(?:ly)?|appropriate(?:ly)?|suitabl[ey]|sufficient(?:ly)?"
        r"|satisfactor(?:y|ily)|acceptabl[ey]|proper(?:ly)?)\b",
        "Each side will judge it by its own measure.",
        "Write the measure: a figure, a test that is passed, or a list that is complete.",
        customary=True,
    ),
    _phrase(
        "praise_not_property",
        r"\b(?:high[- ]quality|world[- ]class|state[- ]of[- ]the[- ]art|best[- ]in[- ]class"
        r"|cutting[- ]edge|user[- ]friendly|seamless(?:ly)?|robust|efficient(?:ly)?"
        r"|professional manner|workmanlike|easy to use|enterprise[- ]grade"
        r"|industry(?:[- ]standard|[- ]leading)|best[- ]practices?)\b",
        "It praises the work without saying what it will be like.",
        "Name the property and how it is seen, or leave the word out.",
        customary=True,
    ),
    _phrase(
        "open_list",
        r"\betc\b\.?|\band so (?:on|forth)\b|\band the like\b|\bor similar\b"
        r"|\bamong(?:st)? other(?:s| things)\b|\bincluding,?\s+(?:but|without)\s+(?:not\s+)?"
        r"(?:being\s+)?(?:limited|limitation)(?:\s+to)?\b",
        "The list has no end, so more can always be said to belong to it.",
        "List everything that is included, and let the rest be a change order.",
        customary=True,
    ),
    _phrase(
        "either_or_both",
        r"\b\w+\s?/\s?or\b",
        "It can mean one, the other, or both.",
        "Write 'both', 'either', or 'whichever you choose'.",
        customary=True,
    ),
    _phrase(
        "when_undecided",
        r"\b(?:timely|promptly|as soon as (?:reasonably )?(?:possible|practicable|practical)"
        r"|asap|quickly|swiftly|rapid(?:ly)?|speedily|shortly|in due course|expeditious(?:ly)?"
        r"|without (?:undue|unreasonable) delay|at (?:our|your|the) earliest convenience"
        r"|in good time|soon)\b",
        "No moment is named after which it would be late.",
        "Give a date, or a time counted from an event that both sides can see.",
        unless=rf"\b(?:within|not later than|no later than|at the latest)\b.{{0,30}}(?:{_NUMBER})",
        customary=True,
        about="date",
    ),
    _phrase(
        "how_often_undecided",
        r"\b(?:regular(?:ly)?|periodic(?:ally)?|from time to time|occasional(?:ly)?"
        r"|frequent(?:ly)?|routine(?:ly)?|ongoing)\b",
        "It does not say how often.",
        "Write how often, for example 'every month, by the fifth business day'.",
        unless=_FREQUENCY,
        customary=True,
        about="quantity",
    ),
    _phrase(
        "twice_or_every_two",
        r"\bbi-?(?:weekly|monthly|annual(?:ly)?|yearly)\b|\bsemi-?weekly\b",
        "Half of readers take it as twice a period, the other half as every two periods.",
        "Write 'twice a week' or 'every two weeks'.",
    ),
    _phrase(
        "ceiling_without_floor",
        r"\bup to\b(?!\s+(?:and including|date))",
        "It names the most and not the least, so none at all would keep the promise.",
        "Write what is included in any case, and what happens beyond the ceiling.",
        unless=r"\bat least\b|\bbeyond that\b|\bnot less than\b|\bmore than (?:this|that)\b",
        customary=True,
    ),
    _phrase(
        "how_current_undecided",
        r"\bup[- ]to[- ]date\b|\b(?:latest|current|newest) (?:version|release|patch)(?:es|s)?\b",
        "It does not say how old is still current.",
        "Write the greatest age allowed, for example 'critical patches within 14 days of issue'.",
        unless=rf"\bwithin\b.{{0,30}}(?:{_NUMBER})",
        customary=True,
    ),
    _phrase(
        "about_a_figure",
        r"\b(?:approximately|approx\.?|roughly|circa|more or less|in the region of)"
        r"|\b(?:around|about)\s+(?=\d)",
        "It does not say how far from the figure is still right.",
        "Write the figure, or the lowest and the highest.",
        customary=True,
    ),
    _phrase(
        "quantity_missing",
        r"\b(?:some|several|various|many|numerous|multiple|a (?:number|range|variety) of"
        r"|a few|a handful of)\b",
        "It does not say how many.",
        "Write the number, or the list.",
        customary=True,
        about="quantity",
    ),
    _phrase(
        "support_without_quantity",
        r"\b(?:(?:on-?site|telephone|phone|remote|technical|ongoing|full|after-?hours|weekend"
        r"|emergency|user|help-?desk|post[- ]go-?live)\s+)*(?:support|assistance|maintenance"
        r"|training|consult(?:ing|ancy))\b(?!\s+(?:agreement|contract|plan|fee|ticket|team|desk"
        r"|staff|person|engineer|portal|window|hours?|period|services?|term)s?\b)",
        "It does not say how much, in which hours, or for how long.",
        "Write hours, visits or users, the hours of the day it is there, and until when.",
        unless=rf"(?:{_NUMBER})|{_FREQUENCY}",
        customary=True,
        about="quantity",
    ),
    _phrase(
        "which_days",
        rf"\b(?:{_NUMBER}|\(\d+\))\)?\s+days?\b(?!['’]?\s+(?:written|prior)?\s*notice)",
        "Calendar days and business days can differ by half.",
        "Write 'business days' or 'calendar days'.",
        unless=r"\b(?:business|calendar|working|consecutive)[ -]days?\b",
        customary=True,
    ),
    _phrase(
        "which_hours",
        r"\b(?:normal |regular |standard |usual )?(?:business|working|office) hours\b",
        "It does not say which hours, in whose time zone, and whether holidays count.",
        "Write the hours, the days and the zone, or refer to the service calendar by name.",
        unless=_CLOCK_TIMES,
        customary=True,
    ),
    _phrase(
        "day_or_month_first",
        r"\b(?P<a>0?[1-9]|1[0-2])(?P<sep>[/.])(?!0?(?P=a)\b)"
        r"(?:0?[1-9]|1[0-2])(?P=sep)(?:\d{4}\b|(?<=/)\d{2}\b)",
        "Day and month can be taken for each other.",
        "Write the month as a word, or the date as year-month-day.",
    ),
    _phrase(
        "left_open",
        r"\b(?:tbd|tbc|tba|to be (?:determined|decided|defined|confirmed|agreed|advised"
        r"|announced|discussed))\b|\b(?:to be )?(?:mutually )?agreed (?:up)?on later\b"
        r"|\bas (?:may be )?(?:mutually )?agreed(?: upon)?\b(?! (?:in|under|by))",
        "It is not agreed yet, so there is nothing to keep.",
        "Agree it now, or say who decides it by which date and what holds until then.",
    ),
    _phrase(
        "cannot_be_kept",
        r"\b(?:unlimited|zero[- ]downtime|no downtime|100\s?% (?:uptime|availability)"
        r"|error[- ]free|bug[- ]free|at all times|always|whatever is needed"
        r"|whatever it takes|everything (?:you|the customer) needs?)\b",
        "It promises without limit, and one exception breaks it.",
        "Write the share or the amount that can be kept and measured.",
        customary=True,
    ),
    _phrase(
        "wish_or_duty",
        r"\bshould\b(?!\s+(?:you|the customer|either party|any|it)\b)",
        "It can be read as a duty or as a hope.",
        "Write 'will' for a promise; leave a hope out.",
        customary=True,
    ),
    _phrase(
        "activity_not_outcome",
        r"\b(?:(?:will|shall|to|we|and)\s+)(?:assist|help|liaise|facilitate|participate"
        r"|coordinate|co-ordinate|collaborate|advise|oversee|look after|take care of|deal with)\b",
        "It names being busy, not what exists when it is done.",
        "Name what the customer will have in hand, and how that is seen.",
        unless=r"\bso that\b",
        customary=True,
    ),
    _phrase(
        "date_missing",
        r"\b(?:will|shall)\s+(?:be\s+)?(?:\w+ly\s+)?(?:deliver(?:ed)?|complete[d]?|finish(?:ed)?"
        r"|migrate[d]?|install(?:ed)?|replace[d]?|roll(?:ed)? out|go live|hand(?:ed)? over"
        r"|submit(?:ted)?|set up|deploy(?:ed)?)\b",
        "It does not say by when.",
        "Give the date, or the time after an event that both sides can see.",
        unless=rf"{_DATE}|{_LIMIT}|{_FREQUENCY}|\b(?:before|within|after|upon)\b",
        customary=True,
        about="date",
    ),
)
