"""Mails about work: that something waits or was answered, never what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.delivery.rules.sign_off import RoundState
from upheld.foundation.news import address_of, send_news

if TYPE_CHECKING:
    from collections.abc import Iterable

    from upheld.customers.models import Contact
    from upheld.delivery.models import ChangeOrder, SignOff
    from upheld.people.models import Person

_SAID = {
    RoundState.ACCEPTED: "accepted",
    RoundState.REJECTED: "rejected",
    RoundState.DEEMED_ACCEPTED: "accepted by silence, as agreed",
    RoundState.DEEMED_REJECTED: "rejected by silence, as agreed",
}


def mail_submitted(round_: SignOff, contacts: Iterable[Contact]) -> int:
    """Tell the customer's people that work waits for their word; gives how many were mailed."""
    work, provider = round_.deliverable, round_.provider.name
    days = f"\n{_deadline(round_)}\n" if round_.deemed_at is not None else ""
    return sum(
        send_news(
            f"For you to sign off: {work.title}",
            f"Dear {contact.name},\n\n{provider} has finished “{work.title}” and shows you what "
            f"proves it. Accept it, or say what is missing:\n\n"
            f"{address_of('portal-deliverable', work.number)}\n{days}\n{provider}\n",
            contact.email,
        )
        for contact in contacts
    )


def mail_answered(round_: SignOff, people: Iterable[Person]) -> int:
    """Tell those who did the work what the customer answered; gives how many were mailed."""
    work, said = round_.deliverable, _SAID[RoundState(round_.state)]
    next_step = (
        "Its promise is kept."
        if RoundState(round_.state) in {RoundState.ACCEPTED, RoundState.DEEMED_ACCEPTED}
        else "Read what is missing, put it right and submit it again."
    )
    who = f"{round_.answered_by}, {work.company}" if round_.answered_by else str(work.company)
    return sum(
        send_news(
            f"{said.capitalize()}: {work.title}",
            f"“{work.title}” for {work.company} was {said} ({who}). {next_step}\n\n"
            f"{address_of('deliverable', work.number)}\n",
            person.email,
        )
        for person in people
    )


def mail_wish(order: ChangeOrder, people: Iterable[Person]) -> int:
    """Tell who leads service that a customer wishes for more; gives how many were mailed."""
    return sum(
        send_news(
            f"A wish of {order.company}: {order.title}",
            f"{order.asked_by} of {order.company} wishes for a change to “{order.sow}”: "
            f"{order.title}.\n\nPut effort, day and price to it, or say why not:\n\n"
            f"{address_of('change-order', order.number)}\n",
            person.email,
        )
        for person in people
    )


def _deadline(round_: SignOff) -> str:
    day = round_.deemed_at
    return f"Please answer by {day:%d %B %Y, %H:%M} UTC; after that silence counts as agreed."
