"""Which ticket a mail belongs to, and who takes part in it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings

from upheld.customers.models import Contact
from upheld.desk.models import Ticket, TicketEntry
from upheld.desk.queries.people_to_tell import wrote_ticket
from upheld.mailroom.models import MailIn, MailOut
from upheld.mailroom.rules.addressing import extra_part, ticket_of_tokens, ticket_token
from upheld.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from upheld.mailroom.rules.reading import Letter

_TOLD = ("replied", "resolved")


def token_of(ticket: Ticket) -> str:
    """Give the secret part of a ticket's reply address."""
    return ticket_token(_keys()[0], ticket.provider_id, ticket.pk)


def ticket_of(letter: Letter, ours: Sequence[str], provider_id: int) -> Ticket | None:
    """Give the ticket that a mail belongs to: by its secret part, else by what it answers."""
    extras = [extra_part(to, own) for to in letter.recipients for own in ours]
    pk = ticket_of_tokens([*filter(None, extras), letter.subject], _keys(), provider_id)
    found = _ticket(pk) if pk else None
    return found or _by_references(letter.references)


def takes_part(ticket: Ticket, sender: str) -> bool:
    """Tell whether an address is of somebody who asked or wrote on a ticket, or was written to."""
    if any(one.email.lower() == sender for one in wrote_ticket(ticket)):
        return True
    return bool(sender) and MailOut.objects.filter(ticket=ticket, address=sender).exists()


def contacts_with(address: str) -> list[Contact]:
    """Give the contacts that have an address, at most two: more makes no difference."""
    if not address:
        return []
    rows = Contact.objects.filter(email__iexact=address, active=True)
    return list(rows.select_related("company").order_by("pk")[:2])


def is_colleague(address: str) -> bool:
    """Tell whether an address is one of the staff's."""
    return bool(address) and Person.objects.filter(email__iexact=address, active=True).exists()


def is_carried(ticket: Ticket) -> bool:
    """Tell whether the last answer on a ticket is itself mailed, so that no notice is needed."""
    last = TicketEntry.objects.filter(
        ticket=ticket, happened__in=_TOLD, public=True, automatic=False
    ).order_by("-pk").values("pk")[:1]  # fmt: skip
    return MailOut.objects.filter(ticket=ticket, entry__in=last).exists()


def _ticket(pk: int) -> Ticket | None:
    rows = Ticket.objects.select_related("company", "contact", "merged_into")
    found: Ticket | None = rows.filter(pk=pk, void=False).first()
    return found


def _by_references(ids: Sequence[str]) -> Ticket | None:
    if not ids:
        return None
    sent = MailOut.objects.filter(message_id__in=ids, ticket__isnull=False)
    came = MailIn.objects.filter(message_id__in=ids, entry__isnull=False)
    for rows in (sent, came):
        known = dict(rows.values_list("message_id", "ticket_id"))
        nearest = next((known[one] for one in ids if one in known), None)
        if nearest is not None and (ticket := _ticket(nearest)):
            return ticket
    return None


def _keys() -> list[bytes]:
    """Make the keys of reply addresses of this installation's, the newest first."""
    known = map(str, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])
    return [hashlib.sha256(b"mailroom ticket address " + key.encode()).digest() for key in known]
