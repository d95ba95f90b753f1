"""Tokens of mail servers are kept while they let us in, and forgotten when they do not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.sealed import seal
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.mailroom.models import Mailbox
from upheld.mailroom.queries.mailboxes import SEALED_FOR

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.mailroom.rules.tokens import Tokens

SPARE = timedelta(minutes=2)
"""So long before its end a token is fetched anew: mail is read and sent for a while."""


@operation(None)
def keep_tokens(
    *, mailbox: Mailbox, tokens: Tokens, asked: str, by: Actor, at: datetime
) -> Mailbox:
    """Keep what the token server gave; a new refresh token takes the place of the old one.

    `asked` is the sealed refresh token that was asked with: one that somebody entered meanwhile
    stays. No secret enters the record, and that a token was fetched is no business of it.
    """
    del by
    mailbox = lock(mailbox)
    kept = {
        "access_sealed": seal(tokens.access, SEALED_FOR),
        "access_until": at + max(tokens.lasts - SPARE, timedelta()),
    }
    if tokens.refresh and mailbox.refresh_sealed == asked:
        kept["refresh_sealed"] = seal(tokens.refresh, SEALED_FOR)
    with bookkeeping():
        Mailbox.objects.filter(pk=mailbox.pk).update(**kept)
    mailbox.refresh_from_db()
    return unchanged(mailbox)


@operation(None)
def forget_access(*, mailbox: Mailbox, by: Actor, at: datetime) -> Mailbox:
    """Forget an access token that a mail server did not take."""
    del by, at
    with bookkeeping():
        Mailbox.objects.filter(pk=mailbox.pk).update(access_sealed="", access_until=None)
    return unchanged(mailbox)
