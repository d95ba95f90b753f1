"""Imports as their pages and the API show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from upheld.connections.models import ImportRefusal, ImportRun, RunState, SavedMapping
from upheld.connections.rules.kinds import KINDS, Type
from upheld.connections.rules.shipped import shipped_mappings
from upheld.foundation.ui.shapes import Progress, Stat

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor

REFUSALS_SHOWN = 20
NOTES_SHOWN = 40
ROWS_NAMED = 12
_SHIPPED = "shipped with"
"""A reason that the page gives once, as the name of the mapping."""

ABOUT_KIND = {
    "companies": "Customers and prospects, with their industry, size and site.",
    "contacts": "People at companies, with mail address and title.",
    "people": "Your own staff. Nobody gets a sign-in by an import.",
    "deals": "What was or may be sold, to whom, by whom, for how much.",
    "tickets": "Requests, one row each, as they stand now.",
    "ticket-events": "A log with a row for every change; it becomes tickets with their history.",
    "time": "Hours of people on customers, projects or tickets.",
    "products": "A list of products, which serves to explain deals.",
}

_STATES = {
    RunState.STAGED: "waiting",
    RunState.WEIGHING: "running",
    RunState.RUNNING: "running",
    RunState.DONE: "done",
    RunState.CANCELLED: "cancelled",
    RunState.FAILED: "failed",
}


def visible_runs(_actor: Actor) -> QuerySet[ImportRun]:
    """Give the imports that the actor may see: all of the provider's."""
    return ImportRun.objects.all()


def kind_choices() -> list[tuple[str, str]]:
    """Give the kinds with what they are, for choosing."""
    return [(kind, kind.replace("-", " ").capitalize()) for kind in KINDS]


def mapping_choices() -> list[tuple[str, str]]:
    """Give the mappings that can be named: saved ones first, then those that ship."""
    saved = SavedMapping.objects.filter(removed_at=None).order_by("name")
    own = [(one.name, f"{one.name} ({one.kind})") for one in saved]
    names = {name for name, _ in own}
    return own + [
        (one.name, f"{one.title} ({one.kind})")
        for one in shipped_mappings()
        if one.name not in names
    ]


@dataclass(frozen=True, slots=True)
class ToldNote:
    """Something told about rows: how many, one text, the first row numbers."""

    code: str
    count: int
    text: str
    rows: str


@dataclass(frozen=True, slots=True)
class RunPage:
    """What an import's page shows once it was started or tried."""

    run: ImportRun
    progress: Progress
    refusals: Sequence[ImportRefusal]
    notes: Sequence[ToldNote]
    trial_refusals: Sequence[dict[str, Any]]
    stats: Sequence[Stat]
    is_trial: bool
    read: str
    """How many rows were read, and what became of those of a log."""


def run_page(run: ImportRun, at: datetime, *, url: str, cancel_url: str) -> RunPage:
    """Read an import's page: one query for the first refused rows."""
    trial = run.weighed if run.state in {RunState.STAGED, RunState.WEIGHING} else {}
    refusals = ImportRefusal.objects.filter(run=run).order_by("row", "pk")[:REFUSALS_SHOWN]
    return RunPage(
        run=run,
        progress=progress_of(run, at, report_url=url, cancel_url=cancel_url),
        refusals=tuple(refusals),
        notes=told_notes(trial.get("notes", {}) if trial else run.notes),
        trial_refusals=trial.get("refusals", [])[:REFUSALS_SHOWN],
        stats=_stats(run, trial),
        is_trial=run.state in {RunState.STAGED, RunState.WEIGHING},
        read=_read(run, trial),
    )


def _stats(run: ImportRun, trial: dict[str, Any]) -> list[Stat]:
    """Give the counts, those of a log with its events; none while there is nothing to count."""
    if run.state == RunState.STAGED and not trial:
        return []
    is_log = run.kind == "ticket-events"
    counts = [
        ("New tickets" if is_log else "New", "created"), ("Changed", "updated"),
        ("As before", "unchanged"), ("Rows refused", "refused"),
    ]  # fmt: skip
    given = trial or {name: getattr(run, name) for _, name in counts}
    return [Stat(label, f"{given.get(name, 0):,}") for label, name in counts]


def _read(run: ImportRun, trial: dict[str, Any]) -> str:
    given = trial or {name: getattr(run, name) for name in ("rows", "events_new", "events_known")}
    told = f"{given.get('rows', 0):,} rows read"
    if run.kind != "ticket-events":
        return told
    new, known = given.get("events_new", 0), given.get("events_known", 0)
    return f"{told}: {new:,} events new, {known:,} known before"


def told_notes(notes: dict[str, Any]) -> list[ToldNote]:
    """Give notes for people, the most frequent first."""
    ordered = sorted(notes.items(), key=lambda pair: -pair[1]["count"])[:NOTES_SHOWN]
    return [
        ToldNote(code.replace("_", " "), one["count"], one["text"], _named(one))
        for code, one in ordered
    ]


def _named(one: dict[str, Any]) -> str:
    rows = one["rows"][:ROWS_NAMED]
    more = one["count"] - len(rows)
    told = ", ".join(map(str, rows))
    return f"{told} and {more:,} more" if rows and more > 0 else told


def progress_of(run: ImportRun, at: datetime, *, report_url: str, cancel_url: str) -> Progress:
    """Say how far an import has come, how fast it goes and how long it still takes."""
    is_trial = run.state == RunState.WEIGHING
    done = run.weighed.get("rows", 0) if is_trial else run.rows
    refused = run.weighed.get("refused", 0) if is_trial else run.refused
    begun = run.started_at if not is_trial else None
    until = run.heard_at or at
    seconds = (until - begun).total_seconds() if begun is not None else 0.0
    rate = done / seconds if seconds > 0 and done else None
    left = None
    if rate and run.rows_expected and run.rows_expected > done:
        left = round((run.rows_expected - done) / rate)
    total = run.rows_expected if not run.is_ended else done
    if total is not None and done > total:
        total = done
    return Progress(
        title="Trying the import" if is_trial else "Importing",
        state=_STATES[RunState(run.state)],
        done=done,
        total=total or None,
        per_second=rate,
        seconds_left=left,
        refused=refused,
        report_url=report_url,
        cancel_url=cancel_url,
    )


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field of a kind beside the column that feeds it, for editing a mapping."""

    name: str
    title: str
    type: str
    required: bool
    column: str
    order: str
    decimal: str
    unit: str
    meanings: str
    why: str
    choices: str


def field_choices(run: ImportRun, reasons: dict[str, str]) -> list[FieldChoice]:
    """Give each field with what feeds it now."""
    uses = {use["field"]: use for use in run.mapping.get("uses", [])}
    found = []
    for field in KINDS[run.kind]:
        why = reasons.get(field.name, "")
        use = uses.get(field.name, {})
        meanings = use.get("meanings") or {}
        found.append(
            FieldChoice(
                name=field.name,
                title=field.name.replace("_", " ").capitalize(),
                type=field.type,
                required=field.required,
                column=use.get("column", ""),
                order=use.get("order") or "",
                decimal=use.get("decimal") or "",
                unit=use.get("unit", "hours"),
                meanings="\n".join(f"{said} = {means}" for said, means in meanings.items()),
                why="" if why.startswith(_SHIPPED) else why,
                choices=", ".join(field.choices),
            )
        )
    return found


MEASURED = frozenset({Type.WHOLE, Type.MONEY, Type.EFFORT})
"""Types whose columns write numbers, in which a point may be a comma."""
