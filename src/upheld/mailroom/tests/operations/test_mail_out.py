"""Answers go out by real SMTP: each once, with its thread; what fails is told."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from upheld.desk.models import Ticket, TicketEntry
from upheld.desk.operations.ticket_files import Upload
from upheld.desk.operations.ticket_states import resolve_ticket
from upheld.desk.operations.tickets import note_on_ticket, reply_to_ticket
from upheld.foundation.models import Job
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.mailroom.models import Mailbox, MailIn, MailOut
from upheld.mailroom.operations.mailboxes import turn_mailbox
from upheld.mailroom.operations.sending import LOST_AFTER, send_again
from upheld.mailroom.queries.threads import is_carried, token_of
from upheld.mailroom.tests.conftest import ADDRESS, written
from upheld.mailroom.tests.mail_servers import NOW, certified

pytestmark = pytest.mark.usefixtures("at_now", "ruth")


@pytest.fixture
def ticket(box, imap, fetched):
    imap.receive(written(message_id="<first@acme.example>"))
    fetched()
    return Ticket.objects.get()


@pytest.fixture
def answered(world, ticket):
    return reply_to_ticket(ticket=ticket, text="We look.", by=world.dana, at=NOW)


def placed(**fields) -> None:
    with bookkeeping():
        Mailbox.objects.update(**fields)


def state() -> str:
    return MailOut.objects.get().state


class TestAnAnswer:
    def test_goes_to_whoever_asked_with_its_thread(self, answered, smtp, sent, world):
        assert sent() == "1 sent."
        mail = message_from_bytes(smtp.taken[0], policy=default)
        assert smtp.recipients == ["ruth@acme.example"]
        assert mail["In-Reply-To"] == "<first@acme.example>"
        assert mail["Reply-To"].addresses[0].addr_spec == (
            ADDRESS.replace("@", f"+{token_of(answered)}@")
        )
        assert mail["From"].addresses[0].display_name == "Dana Kowalski (Northgate IT)" or (
            world.people["dana"].name in str(mail["From"])
        )
        assert mail["Auto-Submitted"] is None
        assert "We look." in mail.get_content()
        assert state() == "sent"

    def test_is_sent_once(self, answered, smtp, sent):
        assert [sent(minute) for minute in (0, 1, 60)] == ["1 sent.", "0 sent.", "0 sent."]
        assert len(smtp.taken) == 1

    def test_takes_its_files_along(self, world, ticket, smtp, sent):
        reply_to_ticket(ticket=ticket, text="See", by=world.dana, at=NOW,
                        files=[Upload("log.txt", b"no route\n")])  # fmt: skip
        sent()
        mail = message_from_bytes(smtp.taken[0], policy=default)
        names = [part.get_filename() for part in mail.iter_attachments()]
        assert names == ["log.txt"]

    def test_replaces_the_notice_of_the_desk(self, answered):
        assert is_carried(answered)
        assert Job.objects.filter(code="mailroom.send").exists()

    def test_of_a_solution_goes_too(self, world, ticket, smtp, sent):
        resolve_ticket(ticket=ticket, text="Restarted.", by=world.dana, at=NOW)
        sent()
        assert b"Restarted." in smtp.taken[0]

    def test_private_notes_never_leave(self, world, answered, smtp, sent):
        note_on_ticket(ticket=answered, text="They are slow payers", by=world.dana, at=NOW)
        sent()
        assert len(smtp.taken) == 1
        assert b"slow payers" not in b"".join(smtp.taken)

    def test_goes_nowhere_while_the_mailbox_is_off(self, world, ticket, box):
        turn_mailbox(mailbox=Mailbox.objects.get(), on=False, by=world.ana, at=NOW)
        reply_to_ticket(ticket=ticket, text="We look.", by=world.dana, at=NOW)
        assert not MailOut.objects.exists()


class TestAServerThatIsGone:
    def test_for_an_hour_loses_nothing_and_doubles_nothing(self, answered, smtp, sent, world):
        smtp.end()
        tried = [sent(minute) for minute in range(60)]
        assert set(tried) == {"0 sent."}
        reply_to_ticket(ticket=answered, text="Still at it.", by=world.dana, at=NOW)
        box = Mailbox.objects.get()
        assert "Nothing answers at 127.0.0.1" in box.send_problem
        assert box.send_failures <= 8
        smtp.begin()
        for minute in range(60, 180, 5):
            sent(minute)
        assert len(smtp.taken) == 2
        assert set(MailOut.objects.values_list("state", flat=True)) == {"sent"}
        assert Mailbox.objects.get().send_problem == ""

    def test_for_days_gives_up_and_says_so(self, answered, smtp, sent):
        smtp.end()
        sent()
        sent(4 * 24 * 60 + 1)
        mail = MailOut.objects.get()
        assert mail.state == "given_up"
        assert "Nothing answers" in mail.problem


class TestARefusal:
    def test_for_now_is_tried_again(self, answered, smtp, sent):
        smtp.answer_to_rcpt = "451 Greylisted"
        sent()
        assert state() == "waiting"
        smtp.answer_to_rcpt = ""
        sent(5)
        assert state() == "sent"

    def test_for_good_is_not(self, answered, smtp, sent):
        smtp.answer_to_rcpt = "550 5.1.1 No such user"
        sent()
        mail = MailOut.objects.get()
        assert (mail.state, mail.problem) == ("given_up", "550 5.1.1 No such user")

    def test_of_the_data_is_known_too(self, answered, smtp, sent):
        smtp.answer_to_data = "552 Too much"
        sent()
        assert state() == "given_up"


class TestNobodyKnows:
    def test_a_lost_answer_is_left_to_a_person(self, answered, smtp, sent, world):
        smtp.hang_up = True
        sent()
        assert (state(), len(smtp.taken)) == ("unknown", 1)
        smtp.hang_up = False
        sent(30)
        assert len(smtp.taken) == 1
        before = MailOut.objects.get().message_id
        send_again(mail=MailOut.objects.get(), by=world.dana, at=NOW)
        sent(31)
        assert (state(), len(smtp.taken)) == ("sent", 2)
        assert MailOut.objects.get().message_id == before

    def test_a_killed_worker_leaves_it_to_a_person_as_well(self, answered, sent, smtp):
        with bookkeeping():
            MailOut.objects.update(state="sending", tried_at=NOW)
        sent(1)
        assert state() == "sending"
        sent(int(LOST_AFTER / timedelta(minutes=1)) + 1)
        assert state() == "unknown"
        assert not smtp.taken


def report_on(message_id: str, status="5.1.1", action="failed") -> bytes:
    return (
        "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mx.acme.example>\r\n"
        f"To: {ADDRESS}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        f"Message-ID: <report-{status}-{action}@mx.acme.example>\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI am sorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.acme.example\r\n\r\n"
        f"Final-Recipient: rfc822; ruth@acme.example\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 no such user here\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\n\r\n--b--\r\n"
    ).encode()


class TestABounce:
    @pytest.fixture
    def out(self, answered, sent, world):
        sent()
        resolve_ticket(ticket=answered, by=world.dana, at=NOW)
        return MailOut.objects.get()

    def test_says_that_it_did_not_arrive_and_reopens_nothing(self, out, imap, fetched):
        imap.receive(report_on(out.message_id))
        fetched(1)
        out.refresh_from_db()
        assert out.state == "returned"
        assert "550 no such user here" in out.problem
        assert out.ticket.state == "resolved"
        assert MailIn.objects.latest("pk").ticket == out.ticket
        assert not TicketEntry.objects.filter(happened="reopened").exists()

    def test_that_is_only_late_changes_no_state(self, out, imap, fetched):
        imap.receive(report_on(out.message_id, "4.4.1", "delayed"))
        fetched(1)
        out.refresh_from_db()
        assert (out.state, out.problem[:5]) == ("sent", "Late:")

    def test_of_nothing_that_we_sent_is_held(self, out, imap, fetched):
        imap.receive(report_on("<made-up@northgate.example>"))
        fetched(1)
        out.refresh_from_db()
        assert out.state == "sent"
        assert MailIn.objects.latest("pk").why == "returned"


class TestTls:
    def test_a_certificate_of_nobody_is_refused_and_said(self, answered, smtp, sent, tmp_path):
        smtp.end()
        context, _ = certified(tmp_path, "localhost")
        smtp.begin(context)
        placed(smtp_security="tls", smtp_host="localhost")
        sent()
        assert state() == "waiting"
        assert "The certificate of localhost" in Mailbox.objects.get().send_problem

    def test_one_that_holds_lets_mail_through(self, answered, smtp, sent, tmp_path, monkeypatch):
        smtp.end()
        context, kept = certified(tmp_path, "localhost")
        smtp.begin(context)
        monkeypatch.setenv("SSL_CERT_FILE", str(kept))
        placed(smtp_security="tls", smtp_host="localhost")
        assert sent() == "1 sent."
