"""Mails about tickets: that something was written, never what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from upheld.desk.rules.ticket_events import WHOLE_PPM
from upheld.foundation.news import address_of, send_news
from upheld.foundation.values.rate import Rate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from upheld.customers.models import Contact
    from upheld.desk.models import Escalation, Ticket, TicketEntry
    from upheld.people.models import Person


def mail_reply(ticket: Ticket, contacts: Iterable[Contact]) -> int:
    """Tell the customer's people that their ticket was answered; gives how many were mailed."""
    provider = ticket.provider.name
    return sum(
        send_news(
            f"Answered: #{ticket.number} {ticket.title}",
            f"Dear {contact.name},\n\n{provider} answered your ticket #{ticket.number}, "
            f"“{ticket.title}”. Read and reply here:\n\n"
            f"{address_of('portal-ticket', ticket.number)}\n\n{provider}\n",
            contact.email,
        )
        for contact in contacts
    )


def mail_colleague(entry: TicketEntry, people: Iterable[Person], *, watching: bool = False) -> int:
    """Tell colleagues that something was said on a ticket; gives how many were mailed.

    Who is told for watching it is told where to stop that.
    """
    ticket, page = entry.ticket, address_of("ticket", entry.ticket.number)
    end = "\nYou watch this ticket; its page is where you stop that.\n" if watching else ""
    who = entry.person or entry.contact or entry.who or "Somebody"
    return sum(
        send_news(
            f"#{ticket.number} {ticket.title}",
            f"{who} wrote on ticket #{ticket.number}, “{ticket.title}”. Read it here:\n\n"
            f"{page}\n{end}",
            person.email,
            ended_at=page if watching else "",
        )
        for person in people
    )


def mail_escalation(row: Escalation) -> int:
    """Tell somebody of ours that a target is in danger or was missed; gives how many mails went."""
    if not row.person.email or not row.person.active:
        return 0
    number, target = row.ticket.number, row.get_target_display().lower()
    share = Rate(row.share_ppm)
    missed = row.share_ppm >= WHOLE_PPM
    lead = f"Missed: {target}" if missed else f"In danger: {target}"
    said = "has been missed" if missed else f"has come to {share} of its time"
    due = f" Due {row.due_at:%d %B %Y, %H:%M} UTC." if row.due_at else ""
    return send_news(
        f"{lead} of #{number}",
        f"Dear {row.person.name},\n\nthe {target} of ticket #{number} {said}.{due}\n\n"
        f"{address_of('ticket', number)}\n",
        row.person.email,
    )


def mail_question(ticket: Ticket, secret: str) -> int:
    """Ask a ticket's contact how they found the solution; gives how many were mailed."""
    contact, provider = ticket.contact, ticket.provider.name
    if contact is None:
        return 0
    link = str(settings.PUBLIC_URL) + reverse("rate-ticket", args=[secret])
    return send_news(
        f"How did we do? #{ticket.number} {ticket.title}",
        f"Dear {contact.name},\n\nyour ticket #{ticket.number}, “{ticket.title}”, is solved. How "
        f"did you find it?\n\n{link}\n\nOne click, no sign-in. The link is yours alone and works "
        f"once, for two weeks.\n\n{provider}\n",
        contact.email,
    )
