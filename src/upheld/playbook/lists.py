"""The lists of procedures, of runs and of reports."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse

from upheld.foundation.lists import (
    ByChoice,
    ByDays,
    ByNumber,
    ByPerson,
    ByRow,
    ByText,
    ByYesNo,
    Kind,
    ListColumn,
    ListOf,
    Pill,
)
from upheld.playbook.models import Procedure, Report, ReportKind, ReportState, Run, RunState
from upheld.playbook.queries.page import TITLES, TONES
from upheld.playbook.queries.procedures import subjects
from upheld.playbook.rules.standing import Standing

RUN_TONES = {RunState.GOING: "info", RunState.DONE: "good", RunState.BROKEN_OFF: "warn"}
REPORT_TONES = {
    ReportState.OPEN: "warn",
    ReportState.CORRECTED: "good",
    ReportState.DECLINED: "neutral",
}


def standing_pill(procedure: Any) -> Pill:
    """Say how a listed procedure stands; its row brings along whether it is out of date."""
    if procedure.withdrawn_at is not None:
        found = Standing.WITHDRAWN
    elif procedure.revision == 0:
        found = Standing.DRAFT
    else:
        found = Standing.OUTDATED if procedure.is_outdated else Standing.IN_USE
    return Pill(TITLES[found], TONES[found])


def _open_reports(procedure: Any) -> int | None:
    return procedure.open_reports or None


def _times_followed(procedure: Any) -> int | None:
    return procedure.times_followed or None


def _subjects() -> list[tuple[str, str]]:
    return [(name, f"{name} ({count})") for name, count in subjects()]


def _procedure_name(pk: int) -> str | None:
    found: str | None = Procedure.objects.filter(pk=pk).values_list("title", flat=True).first()
    return found


PROCEDURES: ListOf[Procedure] = ListOf(
    key="procedures",
    title="Playbook",
    noun="procedure",
    route="procedures",
    url=lambda procedure: reverse("procedure", args=[procedure.number]),
    order="title",
    opens_with="withdrawn=no",
    about="How things are done here: written down once, dated, and kept right.",
    example="“Restore a server from backup”, seven steps, looked at twice a year.",
    columns=(
        ListColumn("number", "No.", lambda p: p.number, Kind.NUMBER, sort="number", shown=False),
        ListColumn("title", "Procedure", lambda p: p.title, link=True, sort="title",
                   hint=lambda p: p.subject),
        ListColumn("subject", "Subject", lambda p: p.subject, sort="subject", shown=False),
        ListColumn("standing", "State", standing_pill, Kind.STATUS),
        ListColumn("revision", "Revision", lambda p: p.revision or None, Kind.NUMBER,
                   sort="revision", wide_only=True),
        ListColumn("revised", "Revised", lambda p: p.revised_at, Kind.DAY, sort="revised_at"),
        ListColumn("review", "Look again by", lambda p: p.review_on, Kind.DAY, sort="review_on"),
        ListColumn("reports", "Reports", _open_reports, Kind.NUMBER,
                   sort="open_reports"),
        ListColumn("followed", "Followed", _times_followed, Kind.NUMBER,
                   sort="times_followed", wide_only=True),
        ListColumn("owner", "Owner", lambda p: p.owner.name, Kind.PERSON),
    ),
    filters=(
        ByText("title", "subject", "text"),
        ByChoice("subject", "Subject", "subject", choices=_subjects),
        ByPerson("owner", "Owner", "owner_id"),
        ByYesNo("outdated", "Out of date", Q(is_outdated=True)),
        ByYesNo("withdrawn", "Withdrawn", Q(withdrawn_at__isnull=False)),
        ByYesNo("draft", "Never published", Q(revision=0)),
        ByDays("review", "Look again by", "review_on"),
        ByNumber("reports", "Open reports", "open_reports", Kind.NUMBER),
    ),
)  # fmt: skip

RUNS: ListOf[Run] = ListOf(
    key="runs",
    title="Procedures followed",
    noun="run",
    route="runs",
    url=lambda run: reverse("run", args=[run.number]),
    order="-begun_at",
    about="Each time that a procedure was followed on a piece of work, with who ticked what.",
    example="“New starter” on ticket 1042, nine steps of twelve done.",
    columns=(
        ListColumn("procedure", "Procedure", lambda r: r.procedure.title, link=True,
                   hint=lambda r: f"Revision {r.revision.number}"),
        ListColumn("on", "On", lambda r: r.on_title, link=lambda r: r.on_url),
        ListColumn("state", "State",
                   lambda r: Pill(RunState(r.state).label, RUN_TONES[RunState(r.state)]),
                   Kind.STATUS),
        ListColumn("steps", "Steps", lambda r: f"{r.steps_settled} of {r.steps}"),
        ListColumn("begun", "Begun", lambda r: r.begun_at, Kind.MOMENT, sort="begun_at"),
        ListColumn("by", "By", lambda r: r.begun_by.name if r.begun_by else "", Kind.PERSON),
        ListColumn("outdated", "Was out of date", lambda r: r.outdated_when_begun, Kind.YES_NO,
                   shown=False),
    ),
    filters=(
        ByText("procedure__title", "on_title"),
        ByChoice("state", "State", "state", choices=RunState.choices),
        ByPerson("by", "Begun by", "begun_by_id"),
        ByDays("begun", "Begun", "begun_at"),
        ByYesNo("outdated", "Was out of date", Q(outdated_when_begun=True)),
        ByRow("procedure", "Procedure", "procedure_id", name_of=_procedure_name),
    ),
)  # fmt: skip

REPORTS: ListOf[Report] = ListOf(
    key="procedure-reports",
    title="Reports on procedures",
    noun="report",
    route="procedure-reports",
    url=lambda report: reverse("procedure-report", args=[report.number]),
    order="-reported_at",
    opens_with="state=open",
    about="What somebody found wrong, missing or unclear while working by a procedure.",
    example="“Step 4 names a console that is gone”, from ticket 1042.",
    columns=(
        ListColumn("number", "No.", lambda r: r.number, Kind.NUMBER, sort="number", shown=False),
        ListColumn("words", "What was found", lambda r: r.words, link=True,
                   hint=lambda r: r.procedure.title if r.procedure else "There is no procedure"),
        ListColumn("kind", "Kind", lambda r: ReportKind(r.kind).label),
        ListColumn("state", "State",
                   lambda r: Pill(ReportState(r.state).label, REPORT_TONES[ReportState(r.state)]),
                   Kind.STATUS),
        ListColumn("on", "At", lambda r: r.on_title, link=lambda r: r.on_url, wide_only=True),
        ListColumn("at", "Reported", lambda r: r.reported_at, Kind.AGO, sort="reported_at"),
        ListColumn("by", "By", lambda r: r.reported_by.name if r.reported_by else "",
                   Kind.PERSON),
        ListColumn("owner", "Waits for",
                   lambda r: r.procedure.owner.name if r.procedure else "Service desk",
                   Kind.PERSON),
    ),
    filters=(
        ByText("words", "procedure__title", "on_title"),
        ByChoice("state", "State", "state", choices=ReportState.choices),
        ByChoice("kind", "Kind", "kind", choices=ReportKind.choices),
        ByPerson("owner", "Waits for", "procedure__owner_id"),
        ByPerson("by", "Reported by", "reported_by_id"),
        ByRow("procedure", "Procedure", "procedure_id", name_of=_procedure_name),
    ),
)  # fmt: skip
