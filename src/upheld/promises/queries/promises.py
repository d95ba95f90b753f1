"""Promises as lists and pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Q, Value, When

from upheld.foundation.values.period import Period, day_of, today
from upheld.people.models import Person
from upheld.promises.models import Promise
from upheld.promises.queries.counting import say_do_of, where_standing
from upheld.promises.rules.ledger import SayDo, Standing
from upheld.promises.rules.states import PromiseState, may_be_edited

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor

LIGHTS = (
    ("overdue", "Overdue"),
    ("at_risk", "At risk"),
    ("due_soon", "Due soon"),
    ("agreed", "Agreed"),
    ("offered", "Offered"),
    ("kept", "Kept"),
    ("late", "Kept late"),
    ("broken", "Broken"),
    ("replaced", "Replaced"),
    ("released", "Released"),
)
"""What a promise's light may say, the most pressing first."""

_SAYS = {Standing.RUNNING: "agreed"}
AGAIN = timedelta(days=7)
LONGEST_TITLE = 90
"""What a page's title may hold of a promise's words; all of them stand beneath it."""


def visible_promises(_actor: Actor) -> QuerySet[Promise]:
    """Give the promises the actor may see: all of the provider's, or a customer's own."""
    rows: QuerySet[Promise] = Promise.objects.all()
    return rows


def with_lights(rows: QuerySet[Promise], at: datetime) -> QuerySet[Any]:
    """Add `light`: what each promise comes to at a moment, a risk that was raised included."""
    risky = Q(risk_at__isnull=False, settled_at__isnull=True)
    open_ones = where_standing(Standing.RUNNING, at) | where_standing(Standing.DUE_SOON, at)
    whens = [When(risky & open_ones, then=Value("at_risk"))]
    whens += [
        When(where_standing(standing, at), then=Value(_SAYS.get(standing, standing.value)))
        for standing in Standing
    ]
    return rows.annotate(light=Case(*whens, default=Value("offered"), output_field=CharField()))


def light_of(promise: Promise, at: datetime) -> str:
    """Say the same of one promise, without a query."""
    standing = promise.standing(at)
    is_open = promise.settled_at is None and standing in {Standing.RUNNING, Standing.DUE_SOON}
    if promise.risk_at is not None and is_open:
        return "at_risk"
    return _SAYS.get(standing, standing.value)


@dataclass(frozen=True, slots=True)
class Due:
    """What somebody promised, by when it presses: both in order of the due moment."""

    overdue: tuple[Promise, ...]
    due: tuple[Promise, ...]


def due_rows(actor: Actor, at: datetime, days: int = 1) -> QuerySet[Promise]:
    """Find the same as `promises_due`, not yet read: a page's frame asks for more at once."""
    end = day_of(today(at, actor.zone) + timedelta(days=days - 1), actor.zone).end
    rows: QuerySet[Promise] = Promise.objects.filter(
        owner_id=actor.person_id or 0, state=PromiseState.AGREED.value, due_at__lt=end
    )
    return rows


def promises_due(actor: Actor, at: datetime, days: int = 1) -> Due:
    """Give what the actor agreed to keep that is overdue or falls due within so many days.

    One day is today, in the actor's zone. One query.
    """
    rows = due_rows(actor, at, days)
    found = list(rows.select_related("company").order_by("due_at", "pk"))
    overdue = tuple(promise for promise in found if promise.due_at and promise.due_at < at)
    return Due(overdue, tuple(promise for promise in found if promise not in overdue))


@dataclass(frozen=True, slots=True)
class PromisePage:
    """Everything that a promise's own page shows."""

    promise: Promise
    light: str
    may_edit: bool
    may_agree: bool
    may_settle: bool
    may_release: bool
    is_open: bool
    is_agreed: bool
    next_step: str
    next_why: str
    replaces: Promise | None
    people: Sequence[tuple[int, str]]

    @property
    def title(self) -> str:
        """Name the promise by what was promised: what stands before a colon, or all of it."""
        words = str(self.promise.words)
        head, colon, _rest = words.partition(": ")
        said = head if colon and len(head) <= LONGEST_TITLE else words
        if len(said) <= LONGEST_TITLE:
            return said.removesuffix(".")
        return said[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def promise_page(
    promise: Promise, actor: Actor, at: datetime, *, settles: bool, makes: bool
) -> PromisePage:
    """Read a promise's page: at most two queries. `settles`: may settle what others own."""
    state = PromiseState(promise.state)
    mine = actor.person_id is not None and actor.person_id in {
        promise.owner_id, promise.promised_by_id,
    }  # fmt: skip
    agreed = state is PromiseState.AGREED
    step, why = _next_step(promise, at)
    people = Person.objects.filter(active=True).order_by("name").values_list("pk", "name")
    return PromisePage(
        promise=promise,
        light=light_of(promise, at),
        may_edit=makes and may_be_edited(state),
        may_agree=makes and state is PromiseState.OFFERED and actor.person_id is not None,
        may_settle=makes and agreed and (mine or settles),
        may_release=settles and promise.settled_at is None,
        is_open=promise.settled_at is None,
        is_agreed=agreed,
        next_step=step,
        next_why=why,
        replaces=Promise.objects.filter(replaced_by=promise).first(),
        people=tuple(people) if agreed and (mine or settles) else (),
    )


def _next_step(promise: Promise, at: datetime) -> tuple[str, str]:
    """Say the one thing that should happen next, and why."""
    if promise.settled_at is not None:
        return "", ""
    if promise.state == PromiseState.OFFERED:
        return "Have it agreed", "It was said, but nobody has agreed to keep it yet."
    if promise.due_at is not None and promise.due_at < at:
        return "Keep it late, or admit that it is broken", "It fell due and has no answer."
    if promise.risk:
        return "Clear the risk, or ask for another promise in its place", promise.risk
    return "Keep it, and show what shows it", promise.shown_by


def say_do_now(rows: QuerySet[Promise], at: datetime, days: int = 90) -> SayDo:
    """Count what fell due of some promises in the last days: one query."""
    return say_do_of(rows, Period(at - timedelta(days=days), at + timedelta(microseconds=1)), at)
