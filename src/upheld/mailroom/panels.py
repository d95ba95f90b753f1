"""Mail on the pages of other packages' records."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from upheld.foundation.panels import Panel
from upheld.mailroom.may import May
from upheld.mailroom.queries.mails import mail_on_ticket

if TYPE_CHECKING:
    from upheld.desk.models import Ticket
    from upheld.foundation.doors.request import Request
    from upheld.foundation.tenancy.owned import Owned


def mail_of_ticket(row: Owned, request: Request) -> Panel | None:
    """Show on a ticket which mail came and how far each of ours came; nothing without any."""
    if not request.actor.may(May.SEE_MAIL):
        return None
    mails = mail_on_ticket(cast("Ticket", row))
    if not mails:
        return None
    return Panel("mail", "Mail", "mailroom/mail_of_ticket.html", {"mails": mails}, aside=True)
