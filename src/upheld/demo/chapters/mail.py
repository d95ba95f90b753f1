"""Mail: a morning on which the mailbox was read, one answer did not arrive, and some is held.

The mailbox is off when the story ends: a demo has no mail server to speak to.
"""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from upheld.desk.operations.tickets import reply_to_ticket
from upheld.foundation.tenancy.scope import open_provider
from upheld.mailroom.models import MailOut
from upheld.mailroom.operations.mailboxes import (
    MailboxDraft,
    Server,
    note_health,
    set_mailbox,
    turn_mailbox,
)
from upheld.mailroom.operations.sending import claim_mail, settle_mail
from upheld.mailroom.operations.taking_in import Arrived, take_in
from upheld.mailroom.rules.reading import read_letter
from upheld.mailroom.servers.smtp import Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.demo.teller import Teller
    from upheld.mailroom.models import Mailbox, MailIn

ADDRESS = "support@northgate.example"
OFFERS = ("Grow your MSP in 30 days", "Last chance: grow your MSP", "Did you see my mail?")


def tell_mail(teller: Teller) -> None:
    """Declare the mailbox, have mail come and go for an hour, and turn it off."""
    at = teller.now - timedelta(hours=3)
    with open_provider(teller.provider.pk):
        server = Server("mail.northgate.example", user="support")
        draft = MailboxDraft("Support", ADDRESS, imap=server, smtp=server)
        box = set_mailbox(draft=draft, by=teller.by("ana"), at=at)
        box = turn_mailbox(mailbox=box, on=True, by=teller.by("ana"), at=at)
        account = next(one for one in teller.accounts if one.served)
        sender = f"{account.contact.name} <{account.contact.email}>"
        came = _comes(teller, box, 1, sender, "Two screens stay dark",
                      "Since the move this morning. The cables look right to us.", 2)  # fmt: skip
        _answer_bounces(teller, box, came, 20)
        for number, subject in enumerate(OFFERS):
            _comes(teller, box, 20 + number, "Gus Growth <gus@msp-growth.example>", subject,
                   "Book a call with my calendar link.", 40 + number)  # fmt: skip
        _comes(teller, box, 30, "Mira Stone <mira@stone-and-sons.example>", "Our printer",
               "Joan gave me your address. Our printer prints half of each page.", 50)  # fmt: skip
        for side in ("fetch", "send"):
            note_health(mailbox=box, side=side, problem="", by=teller.system,
                        at=at + timedelta(minutes=55))  # fmt: skip
        turn_mailbox(mailbox=box, on=False, by=teller.by("ana"), at=at + timedelta(hours=1))


def _comes(
    teller: Teller, box: Mailbox, uid: int, sender: str, subject: str, text: str, minute: int
) -> MailIn:
    at = teller.now - timedelta(hours=3) + timedelta(minutes=minute)
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, ADDRESS, subject
    mail["Message-ID"] = f"<demo-{uid}@{sender.rpartition('@')[2].rstrip('>')}>"
    mail["Date"] = format_datetime(at)
    mail.set_content(text)
    return _taken(teller, box, uid, mail.as_bytes(), at)


def _taken(teller: Teller, box: Mailbox, uid: int, content: bytes, at: datetime) -> MailIn:
    taken = take_in(
        mailbox=box, letter=read_letter(content), arrived=Arrived(1, uid, content, len(content)),
        by=teller.system, at=at,
    )  # fmt: skip
    if taken is None:
        message = f"mail {uid} of the story was taken in already"
        raise LookupError(message)
    return taken


def _answer_bounces(teller: Teller, box: Mailbox, came: MailIn, minute: int) -> None:
    """Dana answers; their mailbox is full, and the answer comes back."""
    at = teller.now - timedelta(hours=3) + timedelta(minutes=minute)
    if came.ticket is None:
        return
    reply_to_ticket(ticket=came.ticket, text="We are on our way with two new cables.",
                    by=teller.by("dana"), at=at)  # fmt: skip
    for mail in MailOut.objects.filter(ticket=came.ticket):
        claimed = claim_mail(mail=mail, by=teller.system, at=at)
        if claimed is not None:
            settle_mail(mail=claimed, outcome=Outcome.TAKEN, words="", by=teller.system, at=at)
        report = (
            "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nSubject: Undelivered mail\r\n"
            f"Message-ID: <demo-report-{mail.pk}@mx.example>\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
            "--b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"
            "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example"
            f"\r\n\r\nFinal-Recipient: rfc822; {mail.address}\r\nAction: failed\r\n"
            "Status: 5.2.2\r\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full\r\n\r\n--b\r\n"
            f"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: {mail.message_id}\r\n\r\n--b--"
        )
        _taken(teller, box, 10 + mail.pk % 5, report.encode(), at + timedelta(minutes=2))
