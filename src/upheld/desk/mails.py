"""Mails about tickets: that something was written, never what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.news import address_of, send_news

if TYPE_CHECKING:
    from collections.abc import Iterable

    from upheld.customers.models import Contact
    from upheld.desk.models import Ticket


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
