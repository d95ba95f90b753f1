"""Pages of templates, and of the checklists that they bring along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from upheld.desk.forms.ticket_setup import CheckForm, NewCheckForm, TemplateForm
from upheld.desk.lists_setup import TEMPLATES
from upheld.desk.may import May
from upheld.desk.operations.ticket_checks import add_check, tick_check
from upheld.desk.operations.ticket_templates import (
    TemplateWords,
    keep_template,
    restore_template,
    retire_template,
)
from upheld.desk.queries import ticket_choices as choices
from upheld.desk.queries.ticket_setup import queue_choices, visible_queues
from upheld.desk.queries.ticket_templates import (
    checks_of,
    named_procedures,
    procedures_to_choose,
    template_page,
    visible_templates,
)
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.desk.views.tickets import person_of, ticket_of
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.lists import show_list
from upheld.foundation.operation import find
from upheld.foundation.refusals import invalid
from upheld.foundation.timeline import timeline_of
from upheld.foundation.ui.shell import Link
from upheld.playbook.queries.procedures import visible_procedures

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.desk.models import TicketTemplate
    from upheld.foundation.doors.request import Request


def template_of(request: Request, number: int) -> TicketTemplate:
    """Find a template by its number; `not_found` for a stranger's."""
    return find(visible_templates(request.actor), number=number)


@screen(May.SEE_TICKETS)
def index(request: Request) -> HttpResponse:
    """List the templates."""
    may_set = request.actor.may(May.SET_UP_DESK)
    primary = Link("New template", reverse("ticket-template-new"), "plus") if may_set else None
    return show_list(request, TEMPLATES, visible_templates(request.actor), primary=primary,
                     template="desk/ticket_templates.html")  # fmt: skip


@screen(May.SEE_TICKETS)
def detail(request: Request, number: int) -> HttpResponse:
    """Show what a template says, and the last tickets that began by it."""
    template = template_of(request, number)
    return show(
        request, "desk/ticket_template.html", page=template_page(template, request.actor),
        priority=PRIORITIES[template.priority], timeline=timeline_of(template, request.actor),
    )  # fmt: skip


@screen(May.SET_UP_DESK, methods=["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Make a template."""
    if request.method == "POST":
        template = keep_template(words=_words(request), by=request.actor, at=request.at)
        return go(request, "ticket-template", number=template.number, notice="It can be used.")
    return show(request, "desk/ticket_template_form.html", template=None, chosen=(),
                **_offered())  # fmt: skip


@screen(May.SET_UP_DESK, methods=["GET", "POST"])
def edit(request: Request, number: int) -> HttpResponse:
    """Change a template: tickets to come begin so."""
    template = template_of(request, number)
    if request.method == "POST":
        keep_template(
            words=_words(request), template=template, seen=seen_version(request),
            by=request.actor, at=request.at,
        )  # fmt: skip
        return go(request, "ticket-template", number=number, notice="Tickets to come begin so.")
    chosen = [str(one.number) for one in named_procedures(template)]
    return show(request, "desk/ticket_template_form.html", template=template, chosen=chosen,
                **_offered())  # fmt: skip


def _offered() -> dict[str, Any]:
    return {
        "people": choices.people(), "queues": queue_choices(),
        "procedures": procedures_to_choose(),
        "priorities": [(str(key), f"{key} {title}") for key, title in PRIORITIES.items()],
    }  # fmt: skip


def _words(request: Request) -> TemplateWords:
    values = TemplateForm.read(request)
    queue, numbers = values.pop("queue"), values.pop("procedures")
    rows = {row.number: row for row in visible_procedures(request.actor).filter(number__in=numbers)}
    if len(rows) != len(set(numbers)):
        raise invalid(procedures="Choose from the list.")
    return TemplateWords(
        queue=find(visible_queues(request.actor), pk=queue) if queue else None,
        assignee=person_of(values.pop("assignee")), procedures=[rows[one] for one in numbers],
        **values,
    )  # fmt: skip


@screen(May.SET_UP_DESK, methods=["POST"])
def retire(request: Request, number: int) -> HttpResponse:
    """Have no further ticket begin by a template."""
    retire_template(template=template_of(request, number), seen=seen_version(request),
                    by=request.actor, at=request.at)  # fmt: skip
    return go(request, "ticket-template", number=number, notice="No further ticket begins by it.")


@screen(May.SET_UP_DESK, methods=["POST"])
def restore(request: Request, number: int) -> HttpResponse:
    """Take a retired template up again."""
    restore_template(template=template_of(request, number), seen=seen_version(request),
                     by=request.actor, at=request.at)  # fmt: skip
    return go(request, "ticket-template", number=number, notice="It can be used again.")


@screen(May.WORK_ON_TICKETS, methods=["POST"])
def check(request: Request, number: int, check: int) -> HttpResponse:
    """Tick a thing on a ticket's checklist, or take the tick off."""
    done = CheckForm.read(request)["done"] == "yes"
    ticket = ticket_of(request, number)
    tick_check(ticket=ticket, number=check, done=done, by=request.actor, at=request.at)
    return _checklist(request, number)


@screen(May.WORK_ON_TICKETS, methods=["POST"])
def more(request: Request, number: int) -> HttpResponse:
    """Put one more thing to tick on a ticket."""
    words = NewCheckForm.read(request)["words"]
    add_check(ticket=ticket_of(request, number), words=words, by=request.actor, at=request.at)
    return _checklist(request, number)


def _checklist(request: Request, number: int) -> HttpResponse:
    """Show the list alone to a page that asked for that, the ticket to any other."""
    if not request.headers.get("HX-Request"):
        return go(request, "ticket", number=number)
    ticket = ticket_of(request, number)
    return show(request, "desk/ticket_checks.html", ticket=ticket, checks=checks_of(ticket))
