"""Pages of procedures: the list, one procedure, its revisions, and who has read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.lists import show_list
from upheld.foundation.operation import find
from upheld.foundation.timeline import timeline_of
from upheld.foundation.ui.shell import Link
from upheld.playbook.forms import KeepForm, ReadForm, ReasonForm, WithdrawForm
from upheld.playbook.lists import PROCEDURES
from upheld.playbook.may import May
from upheld.playbook.models import LikePair, Procedure, Revision
from upheld.playbook.operations.drafts import Particulars
from upheld.playbook.operations.likeness import tell_apart
from upheld.playbook.operations.publishing import (
    confirm_procedure,
    keep_procedure,
    withdraw_procedure,
)
from upheld.playbook.operations.readings import acknowledge, ask_to_read
from upheld.playbook.queries.page import differences, procedure_page
from upheld.playbook.queries.procedures import (
    listed_procedures,
    pairs_alike,
    readings_waiting,
    staff,
    subjects,
    visible_procedures,
)

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request

_LONGEST_NUMBER = 9


def procedure_of(request: Request, number: int) -> Procedure:
    """Find a procedure by its number; `not_found` for a stranger's."""
    return find(visible_procedures(request.actor), number=number)


def number_asked(request: Request, name: str) -> int | None:
    """Give a whole number of the address, or nothing where there is none."""
    typed = request.GET.get(name, "")
    whole = typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_NUMBER
    return int(typed) if whole else None


@screen(May.SEE)
def index(request: Request) -> HttpResponse:
    """List procedures; above them what the reader was asked to read, and the subjects."""
    may_write = request.actor.may(May.WRITE)
    primary = Link("New procedure", reverse("procedure-new"), "plus") if may_write else None
    return show_list(
        request, PROCEDURES, listed_procedures(request.actor, request.at), primary=primary,
        template="playbook/procedures.html", readings=readings_waiting(request.actor),
        subjects=subjects(),
    )  # fmt: skip


@screen(May.SEE)
def detail(request: Request, number: int) -> HttpResponse:
    """Show a procedure as it holds: to be read while working."""
    procedure = procedure_of(request, number)
    page = procedure_page(procedure, request.actor, request.at)
    timeline = timeline_of(procedure, request.actor)
    return show(request, "playbook/procedure.html", page=page, timeline=timeline)


@screen(May.SEE)
def revision(request: Request, number: int, revision: int) -> HttpResponse:
    """Show what an older revision said."""
    procedure = procedure_of(request, number)
    found = find(Revision.objects.filter(procedure=procedure), number=revision)
    page = procedure_page(procedure, request.actor, request.at, found.number)
    return show(request, "playbook/procedure.html", page=page, timeline=None)


@screen(May.SEE)
def changes(request: Request, number: int) -> HttpResponse:
    """Show what changed between two revisions: by default by the one that holds."""
    procedure = procedure_of(request, number)
    revisions = Revision.objects.filter(procedure=procedure)
    after = find(revisions, number=number_asked(request, "to") or procedure.revision)
    asked = number_asked(request, "from")
    before = revisions.filter(number=after.number - 1 if asked is None else asked).first()
    return show(
        request, "playbook/differences.html", page=differences(procedure, after, before),
        choices=[(str(n), f"Revision {n}") for n in range(procedure.revision, 0, -1)],
    )  # fmt: skip


@screen(May.SEE, methods=["POST"])
def read(request: Request, number: int) -> HttpResponse:
    """Say that the reader has read the revision that they were shown."""
    values = ReadForm.read(request)
    acknowledge(
        procedure=procedure_of(request, number), revision=values["revision"], by=request.actor,
        at=request.at,
    )  # fmt: skip
    return go(request, "procedure", number=number, notice="Kept: you have read it.")


@screen(May.WRITE, methods=["GET", "POST"])
def ask(request: Request, number: int) -> HttpResponse:
    """Ask people to read a procedure."""
    procedure = procedure_of(request, number)
    if request.method == "POST":
        chosen = {one for one in request.POST.getlist("people") if one.isascii() and one.isdigit()}
        people = [person for person in staff() if str(person.pk) in chosen]
        asked = ask_to_read(procedure=procedure, people=people, by=request.actor, at=request.at)
        said = f"{len(asked)} asked to read it." if asked else "They were asked already."
        return go(request, "procedure", number=number, notice=said)
    page = procedure_page(procedure, request.actor, request.at)
    choices = [(str(one.pk), one.name) for one in staff()]
    return show(request, "playbook/ask.html", page=page, people=choices)


@screen(May.WRITE, methods=["POST"])
def confirm(request: Request, number: int) -> HttpResponse:
    """Say that a procedure was looked at and still holds."""
    kept = confirm_procedure(
        procedure=procedure_of(request, number), by=request.actor, at=request.at
    )
    return go(request, "procedure", number=number,
              notice=f"It holds until {kept.review_on:%-d %B %Y}.")  # fmt: skip


@screen(May.WRITE, methods=["GET", "POST"])
def keep(request: Request, number: int) -> HttpResponse:
    """Change whose a procedure is, its subject, and how often it is looked at."""
    procedure = procedure_of(request, number)
    if request.method == "POST":
        keep_procedure(
            procedure=procedure, particulars=particulars(request), seen=seen_version(request),
            by=request.actor, at=request.at,
        )  # fmt: skip
        return go(request, "procedure", number=number, notice="Saved.")
    return show(
        request, "playbook/keep.html", procedure=procedure,
        people=[(str(one.pk), one.name) for one in staff()], subjects=subjects(),
    )  # fmt: skip


def particulars(request: Request) -> Particulars:
    """Read what is said of a procedure beside its text."""
    values = KeepForm.read(request)
    owner = values["owner"]
    return Particulars(
        subject=values["subject"],
        owner=find(staff(), pk=owner) if owner else None,
        review_every_days=values["review_every_days"],
    )


@screen(May.WRITE, methods=["GET", "POST"])
def withdraw(request: Request, number: int) -> HttpResponse:
    """Let nobody follow a procedure any more."""
    procedure = procedure_of(request, number)
    if request.method == "POST":
        values = WithdrawForm.read(request)
        instead = procedure_of(request, values["instead"]) if values["instead"] else None
        withdraw_procedure(procedure=procedure, reason=values["reason"], instead=instead,
                           by=request.actor, at=request.at)  # fmt: skip
        return go(request, "procedure", number=number, notice="The procedure is withdrawn.")
    others = visible_procedures(request.actor).filter(withdrawn_at=None, revision__gt=0)
    choices = others.exclude(pk=procedure.pk).order_by("title").values_list("number", "title")
    return show(
        request, "playbook/withdraw.html", procedure=procedure,
        others=[(str(at), title) for at, title in choices],
    )  # fmt: skip


@screen(May.SEE)
def alike(request: Request) -> HttpResponse:
    """Show the pairs of procedures that may be on one subject."""
    return show(request, "playbook/alike.html", pairs=tuple(pairs_alike()[:200]))


@screen(May.WRITE, methods=["GET", "POST"])
def apart(request: Request, pk: int) -> HttpResponse:
    """Say why two procedures that look alike are both needed."""
    pair = find(LikePair.objects.select_related("first", "second"), pk=pk)
    if request.method == "POST":
        reason = ReasonForm.read(request)["reason"]
        tell_apart(pair=pair, reason=reason, by=request.actor, at=request.at)
        return go(request, "procedures-alike", notice="They are told apart.")
    return show(request, "playbook/apart.html", pair=pair)
