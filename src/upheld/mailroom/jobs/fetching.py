"""Fetching mail: one connection for each mailbox, one transaction for each message."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.foundation.files import sweep
from upheld.foundation.jobs import Daily, Every, Periodic, job
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.scope import open_provider
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.mailroom.jobs.signing_in import account_for, note_refused
from upheld.mailroom.models import Mailbox, MailIn
from upheld.mailroom.operations.mailboxes import note_health
from upheld.mailroom.operations.taking_in import FOLDER, Arrived, take_in
from upheld.mailroom.queries.mailboxes import to_fetch
from upheld.mailroom.rules.reading import read_letter
from upheld.mailroom.servers.faults import ServerFault
from upheld.mailroom.servers.imap import Folder, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from upheld.foundation.actor import Actor

AT_ONCE = 300
"""Messages of one mailbox in one turn; the next turn goes on."""
LONGEST = 1800
HELD_FOR = timedelta(minutes=5)
"""So long no other worker looks into a mailbox that one is reading; two would only waste time."""

PERIODIC = (
    Periodic("mailroom.fetch", Every(minutes=1), "Fetch mail"),
    Periodic("mailroom.sweep", Daily(hour=4), "Remove mail files that nothing names"),
)


@job("mailroom.fetch", title="Fetch mail", opens=True, longest=LONGEST)
def fetch(*, by: Actor, at: datetime) -> str:
    """Look into each mailbox whose turn it is; one that fails does not keep the others waiting."""
    with open_provider(by.provider_id):
        boxes = to_fetch(at)
    taken = sum(_fetch_from(box, by, at) for box in boxes)
    return f"{taken} mails taken in from {len(boxes)} mailboxes."


@job("mailroom.sweep", title="Remove mail files that nothing names")
def sweep_files(*, by: Actor, at: datetime) -> str:
    """Remove what a killed process left behind."""
    named = set(MailIn.objects.values_list("raw", flat=True))
    return f"{sweep(FOLDER, by.provider_id, named, at)} files removed"


def _fetch_from(box: Mailbox, by: Actor, at: datetime) -> int:
    taken, problem = 0, ""
    try:
        with open_provider(by.provider_id):
            if not _hold(box, at):
                return 0
        account = account_for(box, "imap", by, at)
        with opened(account, box.folder) as folder:
            for arrived in _arriving(box, folder):
                letter = read_letter(arrived.content)
                with open_provider(by.provider_id):
                    mail = take_in(mailbox=box, letter=letter, arrived=arrived, by=by, at=at)
                taken += mail is not None
    except ServerFault as fault:
        problem = str(fault)
        note_refused(box, fault, by, at)
    except Refused as refused:
        problem = f"{refused.why} {refused.remedy}"
    with open_provider(by.provider_id):
        note_health(mailbox=box, side="fetch", problem=problem, by=by, at=at)
    return taken


def _hold(box: Mailbox, at: datetime) -> bool:
    """Keep other workers out of a mailbox; false where one is in it."""
    with bookkeeping():
        mine = Mailbox.objects.filter(pk=box.pk, fetch_again_at=box.fetch_again_at)
        return bool(mine.update(fetch_again_at=at + HELD_FOR))


def _arriving(box: Mailbox, folder: Folder) -> Iterator[Arrived]:
    """Fetch message after message, beginning behind the last one that was taken in.

    Where the server has numbered its messages anew, all since the beginning are fetched, and what
    is known already is told by its fingerprint.
    """
    anew = folder.uid_validity != box.uid_validity
    for message in folder.waiting(0 if anew else box.last_uid, box.since)[:AT_ONCE]:
        content = folder.content(message)
        if content:
            yield Arrived(folder.uid_validity, message.uid, content, message.size)
