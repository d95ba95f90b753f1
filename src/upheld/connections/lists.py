"""The list of imports."""

from __future__ import annotations

from django.urls import reverse

from upheld.connections.models import ImportRun, RunState
from upheld.connections.models.run import KIND_CHOICES
from upheld.foundation.lists import ByChoice, ByText, Kind, ListColumn, ListOf, Pill

TONES = {
    RunState.STAGED: "info",
    RunState.WEIGHING: "info",
    RunState.RUNNING: "info",
    RunState.DONE: "good",
    RunState.CANCELLED: "neutral",
    RunState.FAILED: "bad",
}

IMPORTS: ListOf[ImportRun] = ListOf(
    key="imports",
    title="Imports",
    noun="import",
    route="imports",
    url=lambda run: reverse("import", args=[run.number]),
    order="-number",
    about="Bring what another system hands out: companies, contacts, people, deals, tickets, time.",
    example="A CSV export of last year's tickets, tried first, then taken in with its history.",
    columns=(
        ListColumn(
            "file", "File", lambda r: r.file_name, link=True,
            hint=lambda r: r.mapping.get("system", ""),
        ),
        ListColumn("kind", "Kind", lambda r: r.get_kind_display(), sort="kind"),
        ListColumn(
            "state", "State",
            lambda r: Pill(RunState(r.state).label, TONES[RunState(r.state)]),
            Kind.STATUS, sort="state",
        ),
        ListColumn("rows", "Rows", lambda r: r.rows, Kind.NUMBER, sort="rows"),
        ListColumn("created", "New", lambda r: r.created, Kind.NUMBER),
        ListColumn("updated", "Changed", lambda r: r.updated, Kind.NUMBER),
        ListColumn("unchanged", "As before", lambda r: r.unchanged, Kind.NUMBER),
        ListColumn("refused", "Refused", lambda r: r.refused, Kind.NUMBER, sort="refused"),
        ListColumn("begun", "Brought", lambda r: r.begun_at, Kind.AGO, sort="begun_at"),
        ListColumn(
            "by", "By", lambda r: r.begun_by.name if r.begun_by else "Command line", Kind.PERSON
        ),
        ListColumn("number", "No.", lambda r: r.number, Kind.NUMBER, sort="number", shown=False),
    ),
    filters=(
        ByText("file_name"),
        ByChoice("kind", "Kind", "kind", choices=KIND_CHOICES),
        ByChoice("state", "State", "state", choices=RunState.choices),
    ),
)  # fmt: skip
