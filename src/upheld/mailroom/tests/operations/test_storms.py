"""Storms, loops and mail that is as bad as it can be: nothing lost, nothing broken."""

from __future__ import annotations

import pytest

from upheld.desk.models import Ticket, TicketEntry
from upheld.desk.operations.tickets import reply_to_ticket
from upheld.mailroom.models import Mailbox, MailIn, MailOut
from upheld.mailroom.operations.mailboxes import set_mailbox, turn_mailbox
from upheld.mailroom.operations.sorting import (
    open_from_mail,
    put_heap_on_ticket,
    put_on_ticket,
    reject_mails,
)
from upheld.mailroom.tests.conftest import ADDRESS, drafted, written
from upheld.mailroom.tests.conftest import by_itself as by_itself
from upheld.mailroom.tests.mail_servers import NOW

pytestmark = pytest.mark.usefixtures("at_now", "ruth")


@pytest.mark.slow
def test_a_thousand_mails_become_a_few_tickets_and_one_heap(world, box, imap, fetched):
    imap.receive(*[written(subject=f"Disk {n} full") for n in range(1000)])
    taken = [int(fetched(minute).split()[0]) for minute in range(5)]
    assert sum(taken) == 1000
    assert Ticket.objects.count() == 10
    held = list(MailIn.objects.filter(fate="held"))
    assert len(held) == 990
    assert {one.why for one in held} == {"storm"}
    ticket = Ticket.objects.order_by("pk")[0]
    put_heap_on_ticket(mails=held, ticket=ticket, by=world.dana, at=NOW)
    assert MailIn.objects.filter(fate="noted", ticket=ticket).count() == 990
    note = TicketEntry.objects.get(happened="note")
    assert note.text.startswith("990 held mails were put here")
    assert len({one.subject for one in MailIn.objects.all()}) == 1000


@pytest.mark.slow
def test_two_upheld_that_answer_each_other_come_to_an_end(world, box, imap, smtp, fetched, sent):
    """The other side is a machine that answers each mail of ours, and says not that it is one."""
    imap.receive(written(subject="Alarm"))
    fetched()
    ticket = Ticket.objects.get()
    for turn in range(40):
        reply_to_ticket(ticket=ticket, text=f"Answer {turn}", by=world.dana, at=NOW)
        sent(turn)
        last = MailOut.objects.latest("pk")
        imap.receive(written(subject="Re: Alarm", text=f"Echo {turn}", In_Reply_To=last.message_id))
        fetched(turn)
    said = TicketEntry.objects.filter(happened="asked").count()
    assert said < 20
    assert MailIn.objects.filter(why="storm").count() == 40 - said


def test_what_we_sent_ourselves_opens_nothing(world, box, imap, smtp, fetched, sent):
    imap.receive(written())
    fetched()
    reply_to_ticket(ticket=Ticket.objects.get(), text="Hello", by=world.dana, at=NOW)
    sent()
    imap.receive(smtp.taken[0], smtp.taken[0].replace(b"support@", b"dana@"))
    fetched(1)
    assert Ticket.objects.count() == 1
    assert set(MailIn.objects.values_list("fate", flat=True)) == {"opened", "own"}


def test_html_is_cleaned(box, imap, fetched):
    html = (
        '<p onclick="x()">Hello <b>you</b></p><script>alert(1)</script><img src="http://t.example/p">'
        '<a href="javascript:x()">a</a><form action="/x"><input></form><style>p{color:red}</style>'
    )
    imap.receive(written(html=html, text="Hello"))
    fetched()
    mail = MailIn.objects.get()
    assert mail.html == '<p>Hello <b>you</b></p><a rel="noopener noreferrer nofollow">a</a>'


def test_html_alone_gives_its_words(box, imap, fetched):
    raw = (
        f"From: ruth@acme.example\r\nTo: {ADDRESS}\r\nSubject: x\r\n"
        "Content-Type: text/html\r\n\r\n<style>p{}</style><p>One</p><p>Two &amp; three</p>"
    )
    imap.receive(raw.encode())
    fetched()
    assert MailIn.objects.get().text.split() == ["One", "Two", "&", "three"]


BAD = {
    "no headers at all": b"\r\n\r\nhello",
    "nothing": b"\r\n",
    "unknown charset": b"From: ruth@acme.example\r\nSubject: a\r\n"
    b"Content-Type: text/plain; charset=klingon\r\n\r\nGr\xfc\xdfe",
    "eight bits in headers": b"From: R\xfcth <ruth@acme.example>\r\nSubject: Gr\xfc\xdfe\r\n\r\nx",
    "broken encoded word": b"From: ruth@acme.example\r\nSubject: =?utf-8?q?=ZZ?= =?x\r\n\r\nx",
    "boundary without end": b"From: ruth@acme.example\r\nSubject: b\r\n"
    b'Content-Type: multipart/mixed; boundary="q"\r\n\r\n--q\r\n\r\ntext\r\n--q\r\nContent-Type: x',
    "no boundary": b"From: ruth@acme.example\r\nSubject: c\r\n"
    b"Content-Type: multipart/mixed\r\n\r\nx",
    "broken base64": b"From: ruth@acme.example\r\nSubject: d\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n!!!!@@@",
    "null bytes": b"From: ruth@acme.example\r\nSubject: e\x00\x01f\r\n\r\na\x00b",
    "a date of no calendar": b"From: ruth@acme.example\r\nSubject: f\r\n"
    b"Date: 99 Foo 20 99:99\r\n\r\nx",
    "an address of no shape": b"From: @@@<<>>\r\nSubject: g\r\n\r\nx",
    "a long subject": b"From: ruth@acme.example\r\nSubject: " + b"w" * 5000 + b"\r\n\r\nx",
    "a hundred levels": b"From: ruth@acme.example\r\nSubject: h\r\n"
    + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(100)
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_mail_is_kept_and_stops_nothing(name, box, imap, fetched):
    imap.receive(BAD[name], written(subject="After it"))
    fetched()
    assert MailIn.objects.count() == 2
    assert Ticket.objects.filter(title="After it").count() == 1
    assert Mailbox.objects.get().fetch_problem == ""


def test_odd_letters_arrive(box, imap, fetched):
    imap.receive(BAD["unknown charset"], BAD["eight bits in headers"])
    fetched()
    assert MailIn.objects.order_by("pk")[0].text == "Grüße"
    assert MailIn.objects.order_by("pk")[1].subject == "Grüße"


@pytest.mark.slow
def test_thirty_megabytes_open_a_ticket_and_stay_on_the_server(box, imap, fetched):
    files = [("big.bin", b"x" * 22_000_000, "application/octet-stream")]
    imap.receive(written(text="See the file.", files=files))
    fetched()
    mail, entry = MailIn.objects.get(), TicketEntry.objects.get(happened="created")
    assert mail.is_cut
    assert mail.size > 29_000_000
    assert entry.text.startswith("See the file.")
    assert "30 MB" in entry.text
    assert Ticket.objects.count() == 1


def test_bad_files_are_left_out_and_said(box, imap, fetched):
    files = [("a.exe", b"MZ\x90", "application/x-msdownload"), ("b.txt", b"ok\n", "text/plain")]
    imap.receive(written(files=files))
    fetched()
    assert MailIn.objects.get().left_out == [["a.exe", "The file is a program or a script."]]


class TestSorting:
    def test_a_stranger_becomes_a_contact(self, world, acme, box, imap, fetched):
        imap.receive(written(sender="Tom New <tom@acme.example>"))
        fetched()
        mail = MailIn.objects.get()
        ticket = open_from_mail(mail=mail, company=acme, by=world.sam, at=NOW)
        assert ticket.contact
        assert (ticket.contact.name, ticket.contact.email) == ("Tom New", "tom@acme.example")
        imap.receive(written(sender="tom@acme.example", subject="Again"))
        fetched(1)
        assert Ticket.objects.count() == 2

    def test_held_words_go_where_they_belong(self, world, acme, box, imap, fetched):
        imap.receive(written(subject="One"), written(sender="tom@home.example", text="Me too"))
        fetched()
        ticket = Ticket.objects.get()
        put_on_ticket(mail=MailIn.objects.latest("pk"), ticket=ticket, by=world.dana, at=NOW)
        entry = TicketEntry.objects.get(happened="asked")
        assert (entry.text, entry.who) == ("Me too", "tom@home.example")

    def test_rejected_mail_is_kept(self, world, box, imap, fetched):
        imap.receive(*[written(sender="spam@x.example") for _ in range(3)])
        fetched()
        held = list(MailIn.objects.all())
        reject_mails(mails=held, reason="Spam", by=world.dana, at=NOW)
        assert MailIn.objects.filter(fate="rejected").count() == 3


def test_another_mailbox_takes_the_same_mail_once(world, box, imap, fetched):
    draft = drafted(imap.port, 0, "help@northgate.example")
    other = set_mailbox(draft=draft, by=world.ana, at=NOW)
    turn_mailbox(mailbox=other, on=True, by=world.ana, at=NOW)
    imap.receive(written())
    fetched()
    assert Ticket.objects.count() == 1
