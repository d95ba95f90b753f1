"""Where a mail belongs: the whole decision, by facts that were looked up before.

The sender's address alone is anybody's to write. It opens a new ticket for the contact who has it,
and it never adds a word to a ticket: that takes the ticket's secret part or an answer to a mail of
that ticket, and a sender who takes part in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from upheld.mailroom.rules.nature import Nature


class Fate(StrEnum):
    """What becomes of a mail."""

    OPENED = "opened"
    ANSWERED = "answered"
    NOTED = "noted"
    """Put on a ticket for the staff, without waking or reopening it."""
    RETURNED = "returned"
    """One of ours that did not arrive."""
    CAPTURED = "captured"
    HELD = "held"
    OWN = "own"
    """Ours come back to us: kept, and nothing done."""
    REJECTED = "rejected"


class Why(StrEnum):
    """Why a mail waits for somebody to look."""

    NONE = ""
    STRANGER = "stranger"
    NOT_OF_TICKET = "not_of_ticket"
    SEVERAL = "several"
    STAFF = "staff"
    LIST = "list"
    MACHINE = "machine"
    RETURNED = "returned"
    STORM = "storm"
    UNREADABLE = "unreadable"
    REFUSED = "refused"
    WRONG_KEY = "wrong_key"


HELD_BECAUSE: dict[Why, str] = {
    Why.STRANGER: "Nobody we know has this address.",
    Why.NOT_OF_TICKET: "It answers a ticket, and its sender takes no part in that.",
    Why.SEVERAL: "Several contacts have this address.",
    Why.STAFF: "It carries a colleague's address, which anybody can write.",
    Why.LIST: "It came over a list, or to many at once.",
    Why.MACHINE: "It is an automatic answer to nothing we know.",
    Why.RETURNED: "A mail came back, and it is none that we sent.",
    Why.STORM: "Too many came from there within an hour.",
    Why.UNREADABLE: "It could not be read as a mail.",
    Why.REFUSED: "The ticket would not take it.",
    Why.WRONG_KEY: "It went to the capture address without a key and sender that belong together.",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a mail when it is decided."""

    nature: Nature
    is_ours: bool = False
    """From one of our own mailboxes, or a message that we sent."""
    on_ticket: bool = False
    takes_part: bool = False
    contacts: int = 0
    is_staff: bool = False
    is_storm: bool = False
    readable: bool = True
    returned_known: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a mail, and for one that is held why."""

    fate: Fate
    why: Why = Why.NONE


def decide(facts: Facts) -> Decision:
    """Decide where a mail to a mailbox for tickets belongs."""
    if facts.is_ours:
        return Decision(Fate.OWN)
    if not facts.readable:
        return Decision(Fate.HELD, Why.UNREADABLE)
    if facts.nature is Nature.BOUNCE:
        known = facts.returned_known
        return Decision(Fate.RETURNED) if known else Decision(Fate.HELD, Why.RETURNED)
    if facts.is_storm:
        return Decision(Fate.HELD, Why.STORM)
    return _on_ticket(facts) if facts.on_ticket else _anew(facts)


def _on_ticket(facts: Facts) -> Decision:
    if not facts.takes_part:
        return Decision(Fate.HELD, Why.NOT_OF_TICKET)
    by_person = facts.nature in {Nature.PERSON, Nature.LIST}
    return Decision(Fate.ANSWERED if by_person else Fate.NOTED)


def _anew(facts: Facts) -> Decision:
    if facts.nature is Nature.ANSWERED:
        return Decision(Fate.HELD, Why.MACHINE)
    if facts.nature is Nature.LIST:
        return Decision(Fate.HELD, Why.LIST)
    if facts.is_staff:
        return Decision(Fate.HELD, Why.STAFF)
    if facts.contacts > 1:
        return Decision(Fate.HELD, Why.SEVERAL)
    return Decision(Fate.OPENED) if facts.contacts else Decision(Fate.HELD, Why.STRANGER)
