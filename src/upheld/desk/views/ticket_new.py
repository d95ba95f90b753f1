"""Opening a ticket by a form: of whom, about what, by which template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.customers.models import Contact
from upheld.desk.forms.ticket_setup import answers_in
from upheld.desk.forms.tickets import NewTicketForm
from upheld.desk.may import May
from upheld.desk.operations.ticket_templates import open_by_template
from upheld.desk.operations.tickets import Arrival, open_ticket
from upheld.desk.queries import ticket_choices as choices
from upheld.desk.queries.ticket_fields import inputs_of, standing_fields
from upheld.desk.queries.ticket_setup import queue_choices
from upheld.desk.queries.ticket_templates import named_procedures, templates_in_use
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.desk.views.ticket_queues import queue_of
from upheld.desk.views.tickets import company_of, person_of
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.operation import find

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.customers.models import Company
    from upheld.desk.models import Ticket, TicketTemplate
    from upheld.foundation.doors.request import Request

_LONGEST_NUMBER = 9


@screen(May.OPEN_TICKETS, methods=["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Open a ticket, of the customer and by the template named in the address or chosen."""
    if request.method == "POST":
        ticket = _opened(request)
        return go(request, "ticket", number=ticket.number, notice=f"#{ticket.number} is open.")
    company = company_of(request, _asked(request, "company"))
    templates = list(templates_in_use(request.actor))
    number = _asked(request, "template")
    template = next((one for one in templates if one.number == number), None)
    return show(
        request, "desk/ticket_new.html", company=company, companies=choices.companies(company),
        **_askers(company), people=choices.people(), queues=queue_choices(),
        templates=templates, template=template,
        inputs=inputs_of(standing_fields(), {}),
        procedures=named_procedures(template) if template else (),
        priorities=[(str(key), f"{key} {title}") for key, title in PRIORITIES.items()],
    )  # fmt: skip


def _asked(request: Request, name: str) -> int | None:
    typed = request.POST.get(name, "") or request.GET.get(name, "")
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_NUMBER
    return int(typed) if is_number else None


def _opened(request: Request) -> Ticket:
    values = NewTicketForm.read(request)
    template = _template_of(request, values.pop("template"))
    queue = queue_of(request, values.pop("queue"))
    arrival = Arrival(queue=queue, answers=answers_in(request))
    given = {**_particulars(request, values), "arrival": arrival}
    who: dict[str, Any] = {"by": request.actor, "at": request.at}
    if template is None:
        return open_ticket(**given, **who)
    arrival = given.pop("arrival")
    return open_by_template(template=template, over=given, arrival=arrival, **who)


def _template_of(request: Request, number: int | None) -> TicketTemplate | None:
    return find(templates_in_use(request.actor), number=number) if number else None


def _particulars(request: Request, values: dict[str, Any]) -> dict[str, Any]:
    company = company_of(request, values.pop("company"))
    contact_id, typed = values.pop("contact"), values.pop("asked_by")
    contact = find(Contact.objects.filter(company=company), pk=contact_id) if contact_id else None
    if contact is None and typed:
        contact = choices.contact_typed(typed, company)
        company = company or contact.company
    assignee = person_of(values.pop("assignee"))
    return {**values, "company": company, "contact": contact, "assignee": assignee}


@screen(May.OPEN_TICKETS)
def asker(request: Request) -> HttpResponse:
    """Offer the people of the customer that was chosen in the form, the usual one first."""
    company = company_of(request, _asked(request, "company"))
    return show(request, "desk/ticket_asker.html", **_askers(company))


def _askers(company: Company | None) -> dict[str, Any]:
    """Give the names of a customer's people, and whoever asks most often."""
    names = [name for _pk, name in choices.contacts(company)]
    return {"askers": names, "usual": choices.usual_contact(company)}
