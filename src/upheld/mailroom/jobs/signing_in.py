"""Signing in at a mailbox's servers: by its password, or by a token that is fetched when needed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from upheld.foundation.tenancy.scope import open_provider
from upheld.mailroom.models import SignIn
from upheld.mailroom.operations.tokens import forget_access, keep_tokens
from upheld.mailroom.queries.mailboxes import grant_of, imap_account, kept_access, smtp_account
from upheld.mailroom.servers.faults import ServerFault
from upheld.mailroom.servers.tokens import fresh_tokens

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.mailroom.models import Mailbox
    from upheld.mailroom.servers.account import Account

SIDES = {"imap": imap_account, "smtp": smtp_account}


def account_for(box: Mailbox, side: str, by: Actor, at: datetime) -> Account:
    """Give how to sign in at a side (imap, smtp); the token server is asked between transactions.

    Where another worker was faster and the old refresh token is used up, its token serves.
    Raises ServerFault; refuses with: secret_lost, host_unknown, host_inside.
    """
    with open_provider(by.provider_id):
        box.refresh_from_db()
        account = SIDES[side](box)
        if box.sign_in != SignIn.OAUTH:
            return account
        token = kept_access(box, at)
        asked, grant = box.refresh_sealed, grant_of(box)
    if token:
        return replace(account, token=token)
    try:
        tokens = fresh_tokens(grant)
    except ServerFault:
        with open_provider(by.provider_id):
            box.refresh_from_db()
            token = kept_access(box, at)
        if not token:
            raise
        return replace(account, token=token)
    with open_provider(by.provider_id):
        keep_tokens(mailbox=box, tokens=tokens, asked=asked, by=by, at=at)
    return replace(account, token=tokens.access)


def note_refused(box: Mailbox, fault: ServerFault, by: Actor, at: datetime) -> None:
    """Forget a token that a mail server did not take, so that the next turn fetches another."""
    if box.sign_in == SignIn.OAUTH and fault.step == "sign_in":
        with open_provider(by.provider_id):
            forget_access(mailbox=box, by=by, at=at)
