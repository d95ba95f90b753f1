"""Pages of recurring tickets: what recurs, what comes next, what was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from upheld.agreements.models import Agreement
from upheld.customers.models import Contact
from upheld.desk.forms.ticket_setup import (
    HOWS,
    NTH_CHOICES,
    WEEKDAY_CHOICES,
    RecurringForm,
    how_of,
    recurrence_of,
)
from upheld.desk.forms.tickets import ReasonForm
from upheld.desk.lists_setup import RECURRING
from upheld.desk.may import May
from upheld.desk.operations.recurring_tickets import (
    RecurringWords,
    end_recurring,
    keep_recurring,
    pause_recurring,
    resume_recurring,
)
from upheld.desk.queries import ticket_choices as choices
from upheld.desk.queries.recurring_tickets import clock_of, recurring_page, visible_recurring
from upheld.desk.queries.ticket_templates import templates_in_use
from upheld.desk.views.tickets import company_of, person_of
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.lists import show_list
from upheld.foundation.operation import find
from upheld.foundation.timeline import timeline_of
from upheld.foundation.ui.shell import Link

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.desk.models import RecurringTicket
    from upheld.foundation.doors.request import Request


def recurring_of(request: Request, number: int) -> RecurringTicket:
    """Find a recurring ticket by its number; `not_found` for a stranger's."""
    return find(visible_recurring(request.actor), number=number)


@screen(May.SEE_TICKETS)
def index(request: Request) -> HttpResponse:
    """List the recurring tickets, the next to be made first."""
    may_set = request.actor.may(May.SET_UP_DESK)
    new_url = reverse("recurring-ticket-new")
    primary = Link("New recurring ticket", new_url, "plus") if may_set else None
    return show_list(request, RECURRING, visible_recurring(request.actor), primary=primary,
                     template="desk/recurring_tickets.html")  # fmt: skip


@screen(May.SEE_TICKETS)
def detail(request: Request, number: int) -> HttpResponse:
    """Show a recurring ticket: its next five days, and what was made on the last ones."""
    recurring = recurring_of(request, number)
    return show(
        request, "desk/recurring_ticket.html", page=recurring_page(recurring, request.at),
        timeline=timeline_of(recurring, request.actor),
    )  # fmt: skip


@screen(May.SET_UP_DESK, methods=["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Have a ticket made again and again."""
    if request.method == "POST":
        made = keep_recurring(words=_words(request), by=request.actor, at=request.at)
        return go(request, "recurring-ticket", number=made.number, notice="It recurs from now on.")
    return _form(request, None)


@screen(May.SET_UP_DESK, methods=["GET", "POST"])
def edit(request: Request, number: int) -> HttpResponse:
    """Change how a ticket recurs."""
    recurring = recurring_of(request, number)
    if request.method == "POST":
        keep_recurring(words=_words(request), recurring=recurring, seen=seen_version(request),
                       by=request.actor, at=request.at)  # fmt: skip
        return go(request, "recurring-ticket", number=number, notice="It recurs so from now on.")
    return _form(request, recurring)


@screen(May.SET_UP_DESK, methods=["POST"])
def pause(request: Request, number: int) -> HttpResponse:
    """Have nothing made until it goes on again."""
    pause_recurring(recurring=recurring_of(request, number), seen=seen_version(request),
                    by=request.actor, at=request.at)  # fmt: skip
    return go(request, "recurring-ticket", number=number, notice="It is paused.")


@screen(May.SET_UP_DESK, methods=["POST"])
def resume(request: Request, number: int) -> HttpResponse:
    """Let it go on with its next day."""
    resume_recurring(recurring=recurring_of(request, number), seen=seen_version(request),
                     by=request.actor, at=request.at)  # fmt: skip
    return go(request, "recurring-ticket", number=number, notice="It goes on with its next day.")


@screen(May.SET_UP_DESK, methods=["POST"])
def end(request: Request, number: int) -> HttpResponse:
    """Have it never made again."""
    reason = ReasonForm.read(request)["reason"]
    end_recurring(recurring=recurring_of(request, number), reason=reason,
                  seen=seen_version(request), by=request.actor, at=request.at)  # fmt: skip
    return go(request, "recurring-ticket", number=number, notice="It has ended.")


def _words(request: Request) -> RecurringWords:
    values = RecurringForm.read(request)
    rule, time = recurrence_of(values), values["time"]
    company = company_of(request, values["company"])
    contact, agreement = values["contact"], values["agreement"]
    people = Contact.objects.filter(company=company, active=True)
    return RecurringWords(
        template=find(templates_in_use(request.actor), number=values["template"]), rule=rule,
        minute=time.hour * 60 + time.minute, title=values["title"], company=company,
        contact=find(people, pk=contact) if contact else None,
        agreement=find(Agreement.objects.all(), number=agreement) if agreement else None,
        assignee=person_of(values["assignee"]),
    )  # fmt: skip


def _form(request: Request, recurring: RecurringTicket | None) -> HttpResponse:
    company = recurring.company if recurring else None
    templates = templates_in_use(request.actor).values_list("number", "name")
    offered: dict[str, Any] = {
        "templates": [(str(number), name) for number, name in templates],
        "companies": choices.companies(company), "contacts": choices.contacts(company),
        "agreements": choices.agreements(), "people": choices.people(), "hows": HOWS,
        "nths": NTH_CHOICES, "weekdays": WEEKDAY_CHOICES,
    }  # fmt: skip
    return show(
        request, "desk/recurring_ticket_form.html", recurring=recurring,
        how=how_of(recurring.rule) if recurring else "week",
        chosen=[str(one) for one in recurring.weekdays] if recurring else (),
        time=clock_of(recurring.minute) if recurring else "07:00", **offered,
    )  # fmt: skip
