"""Commission: everybody's own, and the rules that hold for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.models import Provider
from upheld.money.forms import BASES, PARTS, rule_form, rule_of
from upheld.money.may import May
from upheld.money.operations.booking import set_commission_rule
from upheld.money.queries.shares import my_shares

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_OWN_COMMISSION)
def mine(request: Request) -> HttpResponse:
    """Show the reader's own shares, and every rule."""
    return show(request, "money/my_share.html", page=my_shares(request.actor, request.at))


@screen(May.MANAGE_COMMISSION, methods=["GET", "POST"])
def new_rule(request: Request) -> HttpResponse:
    """Put a rule in force from a day on."""
    currency = Provider.objects.get(pk=request.actor.provider_id).currency
    if request.method == "POST":
        values = rule_form(currency).read(request)
        row = set_commission_rule(
            rule=rule_of(values), title=values["title"], currency=currency,
            by=request.actor, at=request.at,
        )  # fmt: skip
        return go(request, "my-commission", notice=f"“{row.title}” holds from {row.from_on}.")
    return show(request, "money/rule_form.html", currency=currency, parts=PARTS, bases=BASES)
