"""Sending mail: one connection for each mailbox, each mail claimed before and settled after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.jobs import Every, Periodic, job
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.scope import open_provider
from upheld.mailroom.jobs.signing_in import account_for, note_refused
from upheld.mailroom.models import Mailbox, MailOut, OutState
from upheld.mailroom.operations.mailboxes import note_health, note_trial
from upheld.mailroom.operations.sending import (
    LOST_AFTER,
    claim_mail,
    give_up_waiting,
    settle_lost,
    settle_mail,
)
from upheld.mailroom.queries.outgoing import due_mails, outgoing
from upheld.mailroom.rules.composing import compose
from upheld.mailroom.rules.retrying import GIVEN_UP_AFTER
from upheld.mailroom.servers.faults import ServerFault
from upheld.mailroom.servers.imap import opened
from upheld.mailroom.servers.smtp import Line, Outcome, line_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from upheld.foundation.actor import Actor

PERIODIC = (Periodic("mailroom.send", Every(minutes=1), "Send mail"),)


@job("mailroom.send", title="Send mail", opens=True, longest=1800)
def send(*, by: Actor, at: datetime) -> str:
    """Send what is due through each mailbox; what waited too long is given up."""
    with open_provider(by.provider_id):
        _tidy(by, at)
        boxes = list(Mailbox.objects.filter(is_on=True).exclude(smtp_host="").order_by("pk"))
    sent = 0
    for box in boxes:
        if box.send_again_at is None or box.send_again_at <= at:
            sent += _send_through(box, by, at)
    return f"{sent} sent."


@job("mailroom.try", title="Try a mailbox", opens=True)
def try_mailbox(*, by: Actor, at: datetime, mailbox_id: int) -> str:
    """Sign in at both servers of a mailbox, and note what was wrong with each."""
    with open_provider(by.provider_id):
        box = Mailbox.objects.get(pk=mailbox_id)
    imap = _tried(_try_imap, box, by, at) if box.imap_host else ""
    smtp = _tried(_try_smtp, box, by, at) if box.smtp_host else ""
    with open_provider(by.provider_id):
        note_trial(mailbox=box, imap=imap, smtp=smtp, by=by, at=at)
    return f"Reading: {imap or 'well'}. Sending: {smtp or 'well'}."


def _tidy(by: Actor, at: datetime) -> None:
    """See to mails whose worker was ended, and to those that waited for days."""
    lost = MailOut.objects.filter(state=OutState.SENDING, tried_at__lte=at - LOST_AFTER)
    for mail in lost[:100]:
        settle_lost(mail=mail, by=by, at=at)
    old = MailOut.objects.filter(state=OutState.WAITING, queued_at__lte=at - GIVEN_UP_AFTER)
    for mail in old.select_related("mailbox")[:100]:
        give_up_waiting(mail=mail, by=by, at=at)


def _send_through(box: Mailbox, by: Actor, at: datetime) -> int:
    """Send a mailbox's due mail; a server that is gone leaves all of it waiting, untouched."""
    with open_provider(by.provider_id):
        due = due_mails(box.pk, at)
    if not due:
        return 0
    sent, problem = 0, ""
    try:
        account = account_for(box, "smtp", by, at)
        with line_to(account) as line:
            for mail in due:
                sent += _send_one(line, mail, by, at)
    except ServerFault as fault:
        problem = str(fault)
        note_refused(box, fault, by, at)
    except Refused as refused:
        problem = f"{refused.why} {refused.remedy}"
    with open_provider(by.provider_id):
        note_health(mailbox=box, side="send", problem=problem, by=by, at=at)
    return sent


def _send_one(line: Line, mail: MailOut, by: Actor, at: datetime) -> bool:
    with open_provider(by.provider_id):
        claimed = claim_mail(mail=mail, by=by, at=at)
        if claimed is None:
            return False
        said = outgoing(claimed, at)
    try:
        message = compose(said)
    except ValueError as problem:
        outcome, words = Outcome.NEVER, str(problem)
    else:
        outcome, words = line.hand_over(message, said.sender, said.to)
    with open_provider(by.provider_id):
        settle_mail(mail=claimed, outcome=outcome, words=words, by=by, at=at)
    return outcome is Outcome.TAKEN


def _try_imap(box: Mailbox, by: Actor, at: datetime) -> None:
    with opened(account_for(box, "imap", by, at), box.folder):
        pass


def _try_smtp(box: Mailbox, by: Actor, at: datetime) -> None:
    with line_to(account_for(box, "smtp", by, at)):
        pass


def _tried(
    attempt: Callable[[Mailbox, Actor, datetime], None], box: Mailbox, by: Actor, at: datetime
) -> str:
    try:
        attempt(box, by, at)
    except ServerFault as fault:
        note_refused(box, fault, by, at)
        return str(fault)
    except Refused as refused:
        return f"{refused.why} {refused.remedy}"
    return ""
