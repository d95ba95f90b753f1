"""What follows a signature: handover, work, evidence, and the customer's word on it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.delivery.models import Deliverable, Handover, HandoverPoint, SignOff
from upheld.delivery.operations.deliverables import start_deliverable, submit_deliverable
from upheld.delivery.operations.evidence import Upload, add_evidence
from upheld.delivery.operations.handover_points import accept_point
from upheld.delivery.operations.sign_off import answer_sign_off, let_silence_speak
from upheld.delivery.rules.evidence import EvidenceKind
from upheld.delivery.rules.sign_off import Answer
from upheld.demo.plots import Plot, working
from upheld.demo.words import PROJECTS
from upheld.timekeeping.operations.time import log_time
from upheld.timekeeping.targets import target_kind

if TYPE_CHECKING:
    from datetime import date, datetime

    from upheld.agreements.models import Signature
    from upheld.demo.chapters.deals import Fate
    from upheld.demo.teller import Account, Teller

HOUR = 3600
LONGEST_DAY = 6
"""Hours of project work on one day."""

TEST_LOG = b"step,expected,seen\n1,opens,opens\n2,restores,restores\n3,signs in,signs in\n"


def deliver(teller: Teller, account: Account, signature: Signature, fate: Fate) -> Plot:
    """Tell the delivery of what was signed."""
    at = yield from working(teller, fate.begins_on + timedelta(days=36), 10)
    handover = Handover.objects.get(sow__agreement__signature=signature)
    for point in HandoverPoint.objects.filter(handover=handover).select_related("asked"):
        if point.asked is not None:
            accept_point(point=point, by=teller.by(point.asked.handle), at=at)
    hours_of = {name: hours for name, _criterion, hours in PROJECTS[fate.project][1]}
    rows = Deliverable.objects.filter(sow=handover.sow).order_by("position")
    for row in list(rows):
        yield from _do(teller, account, row.pk, hours_of.get(row.title, 10), fate)


def _do(teller: Teller, account: Account, pk: int, hours: int, fate: Fate) -> Plot:
    """Tell one deliverable: begun in time, worked on, shown, and answered. One in six is late."""
    deliverable = _fresh(pk)
    late = 9 if teller.rng.random() < 0.16 else -4  # noqa: PLR2004  one in six
    needed = int(hours * teller.rng.uniform(0.8, 1.45))
    days = max(1, needed // LONGEST_DAY)
    first = deliverable.due_on + timedelta(days=late) - timedelta(days=days * 7 // 5 + 2)
    who = teller.technician()
    at = yield from working(teller, first, 9)
    start_deliverable(deliverable=deliverable, by=teller.by(who), at=at)
    yield from _work(teller, pk, who, first, needed)
    at = yield from working(teller, deliverable.due_on + timedelta(days=late), 11)
    show_work(teller, _fresh(pk), who, at)
    submit_deliverable(deliverable=_fresh(pk), by=teller.by(who), at=at)
    yield from _answer(teller, account, pk, who, at.date(), fate)


def _work(teller: Teller, pk: int, who: str, first: date, hours: int) -> Plot:
    day, left = first, hours
    while left > 0:
        today = min(left, teller.rng.randint(2, LONGEST_DAY))
        at = yield from working(teller, day, 17)
        today = teller.plan(who, at.date(), today)
        kind = target_kind("deliverable")
        target = kind.by_id(teller.by(who), pk) if kind else None
        if target is not None and today:
            log_time(target=target, seconds=today * HOUR, note="", by=teller.by(who), at=at)
        left -= today
        day = teller.working_day(day) + timedelta(days=1)


def show_work(teller: Teller, deliverable: Deliverable, who: str, at: datetime) -> None:
    """Attach evidence of the kind that was promised."""
    kind = EvidenceKind(deliverable.evidence_kind)
    upload = Upload("checked.csv", TEST_LOG) if kind is EvidenceKind.FILE else None
    add_evidence(
        deliverable=deliverable,
        kind=kind,
        words="" if upload else f"Checked with the customer on site: {deliverable.criterion}.",
        upload=upload,
        by=teller.by(who),
        at=at,
    )


def _answer(
    teller: Teller, account: Account, pk: int, who: str, shown_on: date, fate: Fate
) -> Plot:
    """Let the customer accept, reject once, or stay silent until silence means yes."""
    buyer, chance = account.actor, teller.rng.random()
    if buyer is None:
        return
    if chance < 0.12:  # noqa: PLR2004  one in eight says nothing
        at = yield from working(teller, shown_on + timedelta(days=9), 8)
        for sign_off in SignOff.objects.filter(deliverable_id=pk, state="waiting"):
            let_silence_speak(sign_off=sign_off, by=teller.system, at=at)
        return
    at = yield from working(teller, shown_on + timedelta(days=2), 15)
    if chance < 0.27 and not fate.has_gap:  # noqa: PLR2004  one in seven finds something
        _say(account, pk, Answer.REJECTED, at)
        at = yield from working(teller, shown_on + timedelta(days=5), 12)
        show_work(teller, _fresh(pk), who, at)
        submit_deliverable(deliverable=_fresh(pk), by=teller.by(who), at=at)
        at = yield from working(teller, shown_on + timedelta(days=6), 10)
    _say(account, pk, Answer.ACCEPTED, at)


def _say(account: Account, pk: int, answer: Answer, at: datetime) -> None:
    newest = SignOff.objects.filter(deliverable_id=pk, state="waiting").order_by("-number").first()
    if newest is None or account.actor is None:
        return
    answer_sign_off(
        deliverable=_fresh(pk),
        answer=answer,
        shown_hash=newest.content_hash,
        reasons="" if answer is Answer.ACCEPTED else "Two people could not sign in on Monday.",
        address="192.0.2.10",
        agent="Told by the demo",
        by=account.actor,
        at=at,
    )


def _fresh(pk: int) -> Deliverable:
    found: Deliverable = Deliverable.objects.get(pk=pk)
    return found
