"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about mail."""

    MAILBOX_SET = "mailroom.mailbox.set"
    MAILBOX_TURNED = "mailroom.mailbox.turned"
    MAILBOX_FAILED = "mailroom.mailbox.failed"
    MAILBOX_RECOVERED = "mailroom.mailbox.recovered"
    MAIL_CAME = "mailroom.mail.came"
    MAIL_DECIDED = "mailroom.mail.decided"
    MAIL_QUEUED = "mailroom.mail.queued"
    MAIL_SENT = "mailroom.mail.sent"
    MAIL_NOT_SENT = "mailroom.mail.not_sent"
    MAIL_BOUNCED = "mailroom.mail.bounced"
    MAIL_AGAIN = "mailroom.mail.again"
    CAPTURE_KEY_MADE = "mailroom.capture_key.made"
