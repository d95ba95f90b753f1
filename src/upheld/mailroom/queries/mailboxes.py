"""Mailboxes as they are seen, and as servers are spoken to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from upheld.foundation.sealed import unseal
from upheld.mailroom.models import Mailbox, Purpose
from upheld.mailroom.rules.tokens import Grant
from upheld.mailroom.servers.account import Account

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor

SEALED_FOR = "mailbox"


def visible_mailboxes(actor: Actor) -> QuerySet[Mailbox]:
    """Give the mailboxes that somebody may see: the staff all, customers none."""
    rows = Mailbox.objects.order_by("name", "pk")
    return rows if actor.is_staff else rows.none()


def own_addresses() -> list[str]:
    """Give the addresses of all mailboxes, those that are off as well."""
    return list(Mailbox.objects.values_list("address", flat=True))


def sends_for_tickets() -> Mailbox | None:
    """Give the mailbox through which tickets are answered: the oldest that is on."""
    rows = Mailbox.objects.filter(purpose=Purpose.TICKETS, is_on=True).exclude(smtp_host="")
    found: Mailbox | None = rows.order_by("pk").first()
    return found


def to_fetch(at: datetime) -> list[Mailbox]:
    """Give the mailboxes whose turn it is to be looked into."""
    rows = Mailbox.objects.filter(is_on=True).exclude(imap_host="")
    due = rows.filter(Q(fetch_again_at=None) | Q(fetch_again_at__lte=at))
    return list(due.order_by("pk"))


def imap_account(mailbox: Mailbox) -> Account:
    """Give how its mail is read. Refuses with: secret_lost."""
    return Account(
        mailbox.imap_host, mailbox.imap_port, mailbox.imap_security, mailbox.imap_user,
        unseal(mailbox.imap_sealed, SEALED_FOR),
    )  # fmt: skip


def smtp_account(mailbox: Mailbox) -> Account:
    """Give how mail is sent through it. Refuses with: secret_lost."""
    return Account(
        mailbox.smtp_host, mailbox.smtp_port, mailbox.smtp_security, mailbox.smtp_user,
        unseal(mailbox.smtp_sealed, SEALED_FOR),
    )  # fmt: skip


def grant_of(mailbox: Mailbox) -> Grant:
    """Give what entitles us to tokens. Refuses with: secret_lost."""
    return Grant(
        mailbox.token_url, mailbox.client_id, unseal(mailbox.client_sealed, SEALED_FOR),
        mailbox.scope, unseal(mailbox.refresh_sealed, SEALED_FOR),
    )  # fmt: skip


def kept_access(mailbox: Mailbox, at: datetime) -> str:
    """Give the access token that is kept, if it still lets us in. Refuses with: secret_lost."""
    if mailbox.access_until is None or mailbox.access_until <= at:
        return ""
    return unseal(mailbox.access_sealed, SEALED_FOR)
