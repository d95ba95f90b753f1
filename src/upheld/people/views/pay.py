"""What somebody costs: a page of its own, behind its own right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.models import Provider
from upheld.foundation.operation import find
from upheld.foundation.refusals import not_allowed
from upheld.people.forms import pay_form
from upheld.people.may import May
from upheld.people.operations.pay import set_pay
from upheld.people.queries.pay import pay_of
from upheld.people.queries.people import visible_people

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_PAY, methods=["GET", "POST"])
def pay(request: Request, handle: str) -> HttpResponse:
    """Show what somebody cost over time, and enter what they cost from a day on."""
    person = find(visible_people(request.actor), handle=handle)
    provider = Provider.objects.get(pk=request.actor.provider_id)
    if request.method == "POST":
        if not request.actor.may(May.MANAGE_PAY):
            raise not_allowed(May.MANAGE_PAY)
        values = pay_form(provider.currency).read(request)
        set_pay(
            person=person,
            available_seconds=values.pop("available"),
            by=request.actor,
            at=request.at,
            **values,
        )
        return go(request, "person-pay", handle=handle, notice="The pay is entered.")
    return show(
        request, "people/pay.html", person=person, costs=pay_of(person),
        currency=provider.currency,
    )  # fmt: skip
