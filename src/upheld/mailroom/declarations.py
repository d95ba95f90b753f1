"""How what happens to mail is said, and how its pages are found."""

from __future__ import annotations

from upheld.foundation.record.sayings import FieldSaid, name_fields, say
from upheld.foundation.search.registry import declare_command
from upheld.mailroom.events import Event
from upheld.mailroom.may import May
from upheld.mailroom.models import Mailbox, MailIn, MailOut

declare_command("Mail that is held", "mail", May.SEE_MAIL, icon="inbox", group="Go to")
declare_command("Mail that goes", "mail-out", May.SEE_MAIL, icon="send", group="Go to")
declare_command("Mailboxes", "mailboxes", May.SEE_MAIL, icon="server", group="Go to")
declare_command("Capture by mail", "capture-address", May.CAPTURE_BY_MAIL, icon="mail",
                group="Go to")  # fmt: skip

_SAID = {
    Event.MAILBOX_SET: "declared how a mailbox is read and sent through",
    Event.MAILBOX_TURNED: "turned a mailbox on or off",
    Event.MAILBOX_FAILED: "could not use a mailbox's server",
    Event.MAILBOX_RECOVERED: "could use a mailbox's server again",
    Event.MAIL_CAME: "took a mail in",
    Event.MAIL_DECIDED: "decided on {count} held mails",
    Event.MAIL_QUEUED: "put an answer into the mail",
    Event.MAIL_SENT: "sent an answer by mail",
    Event.MAIL_NOT_SENT: "could not send an answer by mail",
    Event.MAIL_BOUNCED: "learned that a mail did not arrive",
    Event.MAIL_AGAIN: "had a mail sent again",
    Event.CAPTURE_KEY_MADE: "made a capture address",
}
for event, phrase in _SAID.items():
    say(event, phrase, kind="mail", may=May.SEE_MAIL)

_HIDDEN = FieldSaid("", shown=False)
name_fields(
    Mailbox,
    is_on=FieldSaid("On"),
    has_plus=FieldSaid("Takes a part after the plus"),
    imap_host=FieldSaid("Read from"),
    smtp_host=FieldSaid("Sent through"),
    fetch_again_at=_HIDDEN,
    send_again_at=_HIDDEN,
    uid_validity=_HIDDEN,
    last_uid=_HIDDEN,
)
name_fields(MailOut, state=FieldSaid("State"), problem=FieldSaid("What was wrong"),
            returned_by=_HIDDEN, try_at=_HIDDEN, queued_at=_HIDDEN)  # fmt: skip
name_fields(MailIn, contact=_HIDDEN, ticket=_HIDDEN, entry=_HIDDEN, left_out=_HIDDEN,
            decided_by_id=_HIDDEN, decided_at=_HIDDEN)  # fmt: skip
