"""Lines captured by mail: who may, what became of the line, and the answer."""

from __future__ import annotations

import hashlib
import re
import secrets
from base64 import b32encode
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from upheld.foundation.operation import operation
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused
from upheld.foundation.values.effort import written_effort
from upheld.mailroom.events import Event
from upheld.mailroom.may import May
from upheld.mailroom.models import CaptureKey, MailIn
from upheld.mailroom.operations.sending import queue_answer
from upheld.mailroom.rules.addressing import extra_part
from upheld.mailroom.rules.deciding import Fate, Why
from upheld.mailroom.rules.nature import Nature
from upheld.mailroom.rules.pace import MOST_ANSWERS, WITHIN
from upheld.people.models import Membership
from upheld.people.queries.actors import actor_of
from upheld.timekeeping.operations.capture import capture

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.mailroom.rules.reading import Letter
    from upheld.timekeeping.operations.capture import Captured

_BYTES = 15
_LATEST = timedelta(days=1)
_PREFIX = re.compile(r"^\s*(?:(?:re|fwd?|aw|wg|tr)\s*:\s*)+", re.IGNORECASE)


@operation(May.CAPTURE_BY_MAIL)
def make_capture_key(*, by: Actor, at: datetime) -> str:
    """Give the part after the plus of one's own capture address, shown this once; ends the old.

    Refuses with: no_person (a program of nobody's).
    """
    if by.person_id is None:
        raise Refused("no_person", "Only a person has a capture address.",
                      what="No address was made.")  # fmt: skip
    secret = b32encode(secrets.token_bytes(_BYTES)).decode().lower()
    fields = {"secret_hash": _hashed(secret), "made_at": at}
    key = CaptureKey.objects.filter(person=by.person_id).first()
    if key is None:
        key = CaptureKey(person_id=by.person_id, **fields)
        key.save()
    else:
        CaptureKey.objects.filter(pk=key.pk).update(**fields)
    record(Event.CAPTURE_KEY_MADE, key, person=by.person_id)
    return secret


def capture_line(mail: MailIn, letter: Letter, at: datetime) -> Callable[[MailIn], None] | None:
    """Do what the subject of a mail to the capture address says, for whoever may.

    The key in the address and the sender's address must be of one person; anything else is held
    and answered by nothing, so that nobody finds out by asking. Sets what became of the mail, and
    gives what is left to do once it has its row: to mail the answer back.
    """
    by = _whose(mail, letter)
    held = _why_held(by, letter, mail, at)
    if by is None or held is not Why.NONE:
        mail.fate, mail.why = Fate.HELD.value, held.value
        return None
    line = _PREFIX.sub("", letter.subject).strip()
    waited = letter.sent_at is not None and timedelta() <= at - letter.sent_at <= _LATEST
    try:
        with transaction.atomic():
            done = capture(line=line, by=by, at=at, said_at=letter.sent_at if waited else None)
        said, words = "Saved", _told(done, line)
    except Refused as refused:
        said, words = "Not saved", _why_not(refused, line)
        mail.said = str(refused)[:500]
    mail.fate = Fate.CAPTURED.value
    subject = f"{said}: {line}" if line else said
    return lambda kept: queue_answer(kept, by.person_id, subject, words, at)


def _whose(mail: MailIn, letter: Letter) -> Actor | None:
    """Give whose key the address holds, if their own address sent it and they may still come in."""
    extras = {extra_part(to, mail.mailbox.address) for to in letter.recipients} - {""}
    rows = CaptureKey.objects.filter(secret_hash__in=[_hashed(one) for one in extras])
    key = rows.select_related("person").first()
    if key is None or not key.person.active or key.person.email.lower() != letter.sender.address:
        return None
    place = Membership.objects.filter(person_id=key.person_id, active=True).select_related("user")
    found = place.first()
    if found is None or not found.user.is_active:
        return None
    actor = actor_of(found)
    return actor if actor.may(May.CAPTURE_BY_MAIL) else None


def _why_held(by: Actor | None, letter: Letter, mail: MailIn, at: datetime) -> Why:
    if letter.nature is not Nature.PERSON:
        return Why.MACHINE
    if by is None:
        return Why.WRONG_KEY
    lately = MailIn.objects.filter(
        mailbox=mail.mailbox, sender=letter.sender.address, came_at__gt=at - WITHIN
    )
    return Why.STORM if lately.count() >= MOST_ANSWERS else Why.NONE


def _told(done: Captured, line: str) -> str:
    parts = [f"Your line “{line}” was saved.", f"On: {done.target.title}"]
    if done.opened:
        parts.append("A new ticket was opened for it.")
    if done.entry is not None:
        parts.append(
            f"Time: {written_effort(done.entry.seconds)}, on {done.entry.worked_on:%d %B %Y}"
        )
    return "\n".join(parts)


def _why_not(refused: Refused, line: str) -> str:
    reasons = [f"{one.why} {one.remedy}".strip() for one in refused.reasons]
    said = [f"Your line “{line}” was not saved.", f"{refused.why} {refused.remedy}".strip()]
    return "\n".join([*said, *reasons, "Send it again with what is missing."])


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.lower().encode()).hexdigest()
