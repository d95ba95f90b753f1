"""Procedures: written down, revised, looked at again or forgotten, followed on tickets."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.demo.chapters.playbook_texts import (
    ANSWERED,
    FOUND,
    NOTES,
    PROCEDURES,
    SKIPPED,
    WITHDRAWN,
    Told,
)
from upheld.demo.plots import Plot, until, working
from upheld.desk.models import Ticket
from upheld.desk.targets import ticket_target
from upheld.foundation.tenancy.scope import open_provider
from upheld.playbook.models import Draft, Procedure, Run, RunState
from upheld.playbook.operations.drafts import Particulars, begin_procedure, write_draft
from upheld.playbook.operations.publishing import (
    confirm_procedure,
    publish_draft,
    withdraw_procedure,
)
from upheld.playbook.operations.readings import acknowledge, ask_to_read
from upheld.playbook.operations.reports import Finding, decline_report, report_finding
from upheld.playbook.operations.runs import begin_run, break_off_run, settle_step
from upheld.playbook.queries.runs import offered_for
from upheld.playbook.queries.work import work_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.demo.teller import Teller

_OUTDATED = frozenset({"procedure_outdated"})


def playbook_plots(teller: Teller) -> Iterator[Plot]:
    """Tell each procedure from its first words on, and how they are followed.

    Chance here is a sequence of its own, so that the rest of the story stays what it was.
    """
    for told in PROCEDURES:
        yield _procedure(teller, told)
    yield _followed(teller, random.Random(41))  # noqa: S311  a story's chance, not a secret's


def _procedure(teller: Teller, told: Told) -> Plot:
    by = teller.by(told.owner)
    at = yield from working(teller, teller.begin + timedelta(days=told.begins), 11)
    procedure = begin_procedure(
        title=told.title, text=told.text,
        particulars=Particulars(told.subject, teller.person(told.owner), told.every),
        by=by, at=at,
    )  # fmt: skip
    publish_draft(draft=_draft(procedure), by=by, at=at)
    if told.readers:
        people = [teller.person(one) for one in told.readers if one != told.owner]
        ask_to_read(procedure=_fresh(procedure), people=people, by=by, at=at)
        teller.later.append(_read(teller, told, procedure.pk, at))
    for day, old, new, why in told.later:
        at = yield from working(teller, teller.begin + timedelta(days=day), 14)
        now = _fresh(procedure)
        text = now.text.replace(old, new)
        draft = write_draft(procedure=now, title=now.title, text=text, why=why, by=by, at=at)
        publish_draft(draft=draft, by=by, at=at)
        teller.later.append(_read(teller, told, procedure.pk, at))
    yield from _kept(teller, told, procedure.pk)


def _read(teller: Teller, told: Told, pk: int, at: datetime) -> Plot:
    """Tell who reads what they were asked to read; Luca seldom gets round to it."""
    for wait, handle in enumerate(told.readers, 1):
        if handle in {told.owner, "luca"}:
            continue
        at = yield from working(teller, at.date() + timedelta(days=wait), 10)
        procedure = Procedure.objects.get(pk=pk)
        acknowledge(procedure=procedure, revision=procedure.revision, by=teller.by(handle), at=at)


def _kept(teller: Teller, told: Told, pk: int) -> Plot:
    """Tell how a procedure is looked at again in time, unless it is forgotten."""
    title, day, why = WITHDRAWN
    if told.title == title:
        at = yield from working(teller, teller.begin + timedelta(days=day), 15)
        withdraw_procedure(procedure=Procedure.objects.get(pk=pk), reason=why,
                           by=teller.by(told.owner), at=at)  # fmt: skip
    while not told.neglected:
        due = Procedure.objects.get(pk=pk).review_on
        if due is None:
            return
        at = yield from working(teller, due - timedelta(days=6), 16)
        confirm_procedure(procedure=Procedure.objects.get(pk=pk), by=teller.by(told.owner), at=at)


def _followed(teller: Teller, chance: random.Random) -> Plot:
    """Tell how a procedure is followed every few days, on a ticket that speaks of it."""
    day = teller.begin + timedelta(days=45)
    while True:
        day += timedelta(days=chance.randint(3, 9))
        at = yield from until(teller.at(teller.working_day(day), chance.randint(9, 15), 20))
        ticket = _ticket(teller, at)
        if ticket is not None:
            teller.later.append(_run(teller, ticket.pk, chance, at))


def _ticket(teller: Teller, at: datetime) -> Ticket | None:
    """Find a ticket of the last days whose title speaks of a procedure."""
    lately: QuerySet[Ticket] = Ticket.objects.filter(
        opened_at__gte=at - timedelta(days=6), assignee__isnull=False
    )
    taken = set(Run.objects.filter(on_kind="ticket").values_list("on_id", flat=True))
    for ticket in lately.order_by("-opened_at"):
        offered = offered_for(ticket.title, teller.by("sam"), at)
        if ticket.pk not in taken and offered and offered[0].likely:
            return ticket
    return None


def _run(teller: Teller, pk: int, chance: random.Random, at: datetime) -> Plot:
    ticket = Ticket.objects.get(pk=pk)
    by = teller.by(ticket.assignee.handle if ticket.assignee else "dana")
    found = offered_for(ticket.title, by, at)[0].procedure
    run = begin_run(
        procedure=found, on=ticket_target(ticket), setting_aside=_OUTDATED, by=by, at=at
    )
    for number in range(1, run.steps + 1):
        at = yield from until(at + timedelta(minutes=chance.randint(2, 9)))
        skips = chance.random() < 0.06  # noqa: PLR2004  about one step in seventeen
        run = settle_step(
            run=Run.objects.get(pk=run.pk), number=number,
            state="skipped" if skips else "done",
            note=SKIPPED if skips else chance.choice(NOTES), by=by, at=at,
        )  # fmt: skip
        if 1 < number < run.steps and chance.random() < 0.03:  # noqa: PLR2004  a few stay unfinished
            break_off_run(run=Run.objects.get(pk=run.pk), reason="It works again by itself",
                          by=by, at=at)  # fmt: skip
            break
    if chance.random() < 0.12:  # noqa: PLR2004  one run in eight finds something
        yield from _report(teller, Run.objects.get(pk=run.pk), chance, at)


def _report(teller: Teller, run: Run, chance: random.Random, at: datetime) -> Plot:
    which = chance.randrange(len(FOUND))
    kind, words = FOUND[which]
    by = teller.by(run.begun_by.handle if run.begun_by else "dana")
    finding = Finding(
        kind, words, chance.randint(1, run.steps), run.revision,
        work_on(by, run.on_kind, run.on_id),
    )  # fmt: skip
    report = report_finding(finding=finding, procedure=run.procedure, by=by, at=at)
    owner = run.procedure.owner.handle
    at = yield from working(teller, at.date() + timedelta(days=chance.randint(1, 6)), 9)
    report.refresh_from_db()
    decline_report(report=report, reason=ANSWERED[which], by=teller.by(owner), at=at)


def tell_today(teller: Teller) -> None:
    """Leave what there is to do: a draft that is ready, a run half done, reports unanswered."""
    at = teller.now - timedelta(minutes=50)
    with open_provider(teller.provider.pk):
        restore = Procedure.objects.get(title="Restore a server")
        text = restore.text.replace("three files", "five files")
        write_draft(procedure=restore, title=restore.title, text=text,
                    why="Three were not enough to notice a broken folder",
                    by=teller.by("theo"), at=at)  # fmt: skip
        starter = Procedure.objects.get(title="New starter")
        ticket = Ticket.objects.filter(title__startswith="New starter").latest("opened_at")
        run = begin_run(procedure=starter, on=ticket_target(ticket), by=teller.by("dana"), at=at)
        if run.state == RunState.GOING:
            for number in (1, 2, 3):
                settle_step(
                    run=Run.objects.get(pk=run.pk),
                    number=number,
                    state="done",
                    by=teller.by("dana"),
                    at=at + timedelta(minutes=6 * number),
                )
        said = Finding("wrong", "The template for the warehouse is gone since May", step=2,
                       revision=run.revision, on=ticket_target(ticket))  # fmt: skip
        report_finding(finding=said, procedure=starter, by=teller.by("dana"),
                       at=at + timedelta(minutes=20))  # fmt: skip
        missing = Finding("missing", "Moving two desks with telephones: who tells the carrier?")
        report_finding(finding=missing, by=teller.by("aisha"), at=at + timedelta(minutes=30))


def _draft(procedure: Procedure) -> Draft:
    found: Draft = Draft.objects.get(procedure=procedure)
    return found


def _fresh(procedure: Procedure) -> Procedure:
    found: Procedure = Procedure.objects.get(pk=procedure.pk)
    return found
