"""What time can be on: each later package says how its things are found, made and led back.

Time is kept below tickets, deliverables and deals, so it cannot know them. They register here, by
`wiring/targets.py`; internal work and training need nobody's registration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from upheld.timekeeping.models import Billing, Category
from upheld.timekeeping.rules.deciding import OWN_RULES, RuleSaid, Said, said_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from upheld.customers.models import Company, Contact
    from upheld.foundation.actor import Actor
    from upheld.people.models import Person


@dataclass(frozen=True, slots=True)
class Target:
    """Something that time is on. `category` and `billing` follow from it; nobody chooses them."""

    kind: str
    id: int | None
    title: str
    category: Category
    billing: Billing
    url: str = ""
    company_id: int | None = None
    row: Any = field(default=None, compare=False)
    """The row itself, for the record's timeline."""
    rule: str = ""
    """The code of the rule that says who pays, where it is the same on every day."""
    rule_named: str = ""
    """What the rule went by, as its words name it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who pays for work on a day, and the rule that decided it. Nobody chooses this."""

    billing: Billing
    rule: str
    named: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a captured line wants of a target beside the time: nothing where all is left out."""

    title: str = ""
    company: Company | None = None
    priority: int | None = None
    assignee: Person | None = None
    contact: Contact | None = None
    """Whom of the customer's it is about."""
    tags: tuple[str, ...] = ()
    closes: bool = False
    worked: bool = False
    """Whether time or a timer comes with it: then whoever types it is at work on it."""
    worker: Person | None = None
    """Whoever typed it, of the staff."""
    ready: Any = None
    """What the kind's own `ready` gave for it."""

    @property
    def is_empty(self) -> bool:
        """Tell whether an existing target stays as it is."""
        return self.priority is None and self.assignee is None and not (self.tags or self.closes)


Step = dict[str, Any]
"""What was done to a target, enough to take it back: {"kind": ..., "id": ..., ...}."""


@dataclass(frozen=True, slots=True)
class NamedTarget:
    """Something that may be meant by its name; `number` is what people say for it."""

    id: int
    number: int
    name: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetKind:
    """How one kind of target is found and changed.

    `by_id` and `by_number` give the target or None, within what the actor may see. `named` gives
    those that may be meant by their name. `ready` reads what `make` will need, before anybody has
    to wait for it. `make` and `alter` run the kind's own operations and say what they did;
    `take_back` undoes one such step. `decide` says who pays for work on a day, where that is not
    the same on every day; `rules` says its rules in words, and `outside` is the one that tells that
    an agreement does not reach. `estimates` gives the seconds that were estimated, by id.
    """

    kind: str
    title: str
    by_id: Callable[[Actor, int], Target | None]
    by_number: Callable[[Actor, int], Target | None] | None = None
    named: Callable[[Actor], Sequence[NamedTarget]] | None = None
    ready: Callable[[Wish, Actor, datetime], Any] | None = None
    make: Callable[[Wish, Actor, datetime], tuple[Target, Step]] | None = None
    alter: Callable[[Target, Wish, Actor, datetime], Sequence[Step]] | None = None
    take_back: Callable[[Step, Actor, datetime], None] | None = None
    decide: Callable[[Target, date], Decision] | None = None
    rules: Mapping[str, RuleSaid] = field(default_factory=dict)
    outside: str = ""
    estimates: Callable[[Iterable[int]], Mapping[int, int]] | None = None


OWN_WORK: Mapping[str, tuple[str, Category, Billing]] = {
    "internal": ("Internal", Category.INTERNAL, Billing.INTERNAL),
    "training": ("Training", Category.TRAINING, Billing.INTERNAL),
    "procedure": ("Procedure", Category.PROCEDURE, Billing.INTERNAL),
    "complaint": ("Complaint", Category.COMPLAINT, Billing.UNBILLED),
}
"""Work that needs no record of another package; a name given with it becomes its title."""

_kinds: dict[str, TargetKind] = {}


def declare_targets(kinds: Iterable[TargetKind]) -> None:
    """Install what time can be on; called once, by `wiring`."""
    _kinds.clear()
    _kinds.update({one.kind: one for one in kinds})


def target_kind(kind: str) -> TargetKind | None:
    """Give how a kind of target is found, or None where nobody registered it."""
    return _kinds.get(kind)


def every_kind() -> tuple[TargetKind, ...]:
    """Give all registered kinds, in the order of the table."""
    return tuple(_kinds.values())


def own_work(kind: str, name: str = "") -> Target:
    """Give the target of work on ourselves: {internal, training, procedure, complaint}."""
    title, category, billing = OWN_WORK[kind]
    rule = "own.complaint" if kind == "complaint" else "own.work"
    named = (f"{title}: {name}" if name else title)[:200]
    return Target(kind, None, named, category, billing, rule=rule)


def decided(target: Target, day: date) -> Decision:
    """Decide who pays for work on a target on a day: by its kind's rule, else as it says."""
    kind = _kinds.get(target.kind)
    if kind is not None and kind.decide is not None:
        return kind.decide(target, day)
    return Decision(target.billing, target.rule, target.rule_named)


def rule_in_words(code: str, named: str) -> Said:
    """Say which rule decided, whichever package it is from."""
    known = dict(OWN_RULES)
    for kind in _kinds.values():
        known |= kind.rules
    return said_of(code, named, known)


def find_target(actor: Actor, kind: str, number: int | None) -> Target | None:
    """Give the target of a kind with the number that people say, or None.

    Own work needs no number, even where records of that kind can be named by one.
    """
    if kind in OWN_WORK and (kind not in _kinds or number is None):
        return own_work(kind)
    found = _kinds.get(kind)
    if found is None or found.by_number is None or number is None:
        return None
    return found.by_number(actor, number)
