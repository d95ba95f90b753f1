"""Mail comes in by real IMAP: once each, threaded, held where it must be."""

from __future__ import annotations

from datetime import timedelta

import pytest

from upheld.desk.models import Ticket, TicketEntry, TicketFile
from upheld.desk.operations.ticket_states import close_ticket, resolve_ticket
from upheld.desk.operations.tickets import open_ticket, reply_to_ticket
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.mailroom.models import Mailbox, MailIn, MailOut
from upheld.mailroom.queries.threads import token_of
from upheld.mailroom.tests.conftest import ADDRESS, written
from upheld.mailroom.tests.mail_servers import NOW, cut_after

pytestmark = pytest.mark.usefixtures("at_now", "ruth")

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
    "f8cfc00000030001015dcc2e9d0000000049454e44ae426082"
)


def placed(**fields) -> None:
    with bookkeeping():
        Mailbox.objects.update(**fields)


def came() -> list[tuple[str, str]]:
    return list(MailIn.objects.order_by("pk").values_list("fate", "why"))


class TestANewTicket:
    def test_is_opened_by_a_contact(self, box, imap, fetched):
        imap.receive(written(files=[("log.txt", b"no route\n", "text/plain")]))
        assert fetched() == "1 mails taken in from 1 mailboxes."
        ticket = Ticket.objects.get()
        assert (ticket.title, ticket.contact.name) == ("VPN down", "Ruth Adler")
        assert TicketEntry.objects.get(ticket=ticket, happened="created").text == "It is down."
        assert TicketFile.objects.get().file_name == "log.txt"
        assert came() == [("opened", "")]

    def test_is_opened_once_however_often_it_is_looked(self, box, imap, fetched):
        imap.receive(written())
        assert [fetched(minute)[0] for minute in (0, 1, 2)] == ["1", "0", "0"]
        assert Ticket.objects.count() == 1

    def test_is_opened_once_when_the_server_numbers_anew(self, box, imap, fetched):
        mail = written()
        imap.receive(mail)
        fetched()
        imap.end()
        imap.begin()
        imap.receive(mail, written(subject="Another"))
        fetched(1)
        assert Ticket.objects.count() == 2
        assert MailIn.objects.count() == 2

    def test_is_opened_once_when_it_came_twice_by_two_ways(self, box, imap, fetched):
        mail = written()
        imap.receive(b"Received: from a\r\n" + mail, b"Received: from b\r\n" + mail)
        fetched()
        assert Ticket.objects.count() == 1
        assert Mailbox.objects.get().last_uid > 0

    def test_leaves_what_was_there_before(self, box, imap, fetched):
        placed(since=NOW + timedelta(hours=1))
        imap.receive(written())
        fetched()
        assert not Ticket.objects.exists()


class TestAnAnswer:
    @pytest.fixture
    def ticket(self, world, box, imap, fetched):
        imap.receive(written(message_id="<first@acme.example>"))
        fetched()
        ticket = Ticket.objects.get()
        reply_to_ticket(ticket=ticket, text="We look.", by=world.dana, at=NOW, then="waiting")
        return ticket

    def test_finds_its_ticket_by_the_secret_and_wakes_it(self, ticket, imap, fetched):
        to = ADDRESS.replace("@", f"+{token_of(ticket)}@")
        text = "Still down.\n\nOn Monday Dana <support@northgate.example> wrote:\n> We look.\n"
        imap.receive(written(to=to, subject="Re: anything", text=text))
        fetched(1)
        ticket.refresh_from_db()
        assert ticket.state == "open"
        said = TicketEntry.objects.filter(ticket=ticket, happened="asked").get()
        assert said.text == "Still down."
        assert "> We look." in MailIn.objects.latest("pk").text

    def test_finds_it_by_what_it_answers(self, ticket, imap, fetched):
        sent = MailOut.objects.get()
        imap.receive(written(subject="Re: x", In_Reply_To=sent.message_id, text="Thank you"))
        fetched(1)
        assert Ticket.objects.count() == 1
        assert TicketEntry.objects.filter(text="Thank you", happened="asked").count() == 1

    def test_of_somebody_else_is_held(self, ticket, imap, fetched):
        to = ADDRESS.replace("@", f"+{token_of(ticket)}@")
        imap.receive(written(sender="Ruth Adler <mallory@evil.example>", to=to))
        fetched(1)
        assert came()[-1] == ("held", "not_of_ticket")
        assert MailIn.objects.latest("pk").ticket == ticket
        assert not TicketEntry.objects.filter(happened="asked").exists()

    def test_with_a_made_up_secret_belongs_to_nothing(self, ticket, imap, fetched):
        to = ADDRESS.replace("@", f"+t{ticket.pk}-{'a' * 20}@")
        imap.receive(written(to=to, sender="x@evil.example"), written(to=to, subject="New thing"))
        fetched(1)
        assert came()[-2:] == [("held", "stranger"), ("opened", "")]

    def test_to_a_closed_ticket_opens_one_beside_it(self, ticket, world, imap, fetched):
        ticket = resolve_ticket(ticket=ticket, by=world.dana, at=NOW)
        close_ticket(ticket=ticket, by=world.dana, at=NOW)
        imap.receive(written(In_Reply_To="<first@acme.example>", subject="Re: VPN down"))
        fetched(1)
        assert Ticket.objects.count() == 2
        assert came()[-1] == ("opened", "") or came()[-1] == ("answered", "")

    def test_of_a_machine_is_noted_and_reopens_nothing(self, ticket, world, imap, fetched):
        resolve_ticket(ticket=ticket, text="Done.", by=world.dana, at=NOW)
        to = ADDRESS.replace("@", f"+{token_of(ticket)}@")
        imap.receive(written(to=to, subject="Automatic reply: away", Auto_Submitted="auto-replied"))
        fetched(1)
        ticket.refresh_from_db()
        assert ticket.state == "resolved"
        assert came()[-1] == ("noted", "")
        assert not TicketEntry.objects.filter(happened="note", public=True).exists()


class TestWhatIsHeld:
    @pytest.mark.parametrize(
        ("mail", "why"),
        [
            ({"sender": "new@nowhere.example"}, "stranger"),
            ({"sender": "dana@northgate.example"}, "staff"),
            ({"List_Id": "<all.acme.example>"}, "list"),
            ({"Auto_Submitted": "auto-replied"}, "machine"),
        ],
    )
    def test_says_why(self, box, imap, fetched, mail, why):
        imap.receive(written(**mail))
        fetched()
        assert came() == [("held", why)]
        assert not Ticket.objects.exists()

    def test_a_monitor_of_a_contact_opens_a_ticket(self, box, imap, fetched):
        imap.receive(written(Auto_Submitted="auto-generated", subject="Backup failed"))
        fetched()
        assert came() == [("opened", "")]

    def test_our_own_address_does_nothing(self, box, imap, fetched):
        imap.receive(written(sender=ADDRESS), written(sender=ADDRESS.replace("@", "+x@")))
        fetched()
        assert came() == [("own", ""), ("own", "")]


class TestACutConnection:
    def test_never_leaves_half_a_ticket(self, box, imap, fetched):
        body = "x" * 700 + "\n"
        imap.receive(*[written(subject=f"Mail {n}", text=body * 24) for n in range(4)])
        seen = []
        for count in (200, 900, 15_000, 25_000, 30_000):
            with cut_after(imap.port, count) as port:
                placed(imap_port=port, fetch_again_at=None)
                fetched()
                seen.append(Ticket.objects.count())
        placed(imap_port=imap.port, fetch_again_at=None)
        fetched()
        assert seen == sorted(seen)
        assert 0 < seen[-1] < 4
        assert sorted(t.title for t in Ticket.objects.all()) == [f"Mail {n}" for n in range(4)]
        texts = TicketEntry.objects.filter(happened="created").values_list("text", flat=True)
        assert {len(text) for text in texts} == {len((body * 24).strip())}
        assert Mailbox.objects.get().fetch_problem == ""

    def test_is_told_and_waits_longer_each_time(self, box, imap, fetched):
        with cut_after(imap.port, 100) as port:
            placed(imap_port=port)
            fetched()
            first = Mailbox.objects.get()
            fetched()
            assert Mailbox.objects.get().fetch_failures == 1
            fetched(2)
        again = Mailbox.objects.get()
        assert first.fetch_again_at - NOW == timedelta(minutes=1)
        assert again.fetch_failures == 2
        assert "127.0.0.1" in again.fetch_problem


def test_a_merged_ticket_takes_its_answers_on_the_one_that_stays(world, acme, ruth, box, imap,
                                                                 fetched):  # fmt: skip
    from upheld.desk.operations.ticket_merging import merge_ticket

    older = open_ticket(title="A", company=acme, contact=ruth, by=world.dana, at=NOW)
    newer = open_ticket(title="B", company=acme, contact=ruth, by=world.dana, at=NOW)
    merge_ticket(ticket=newer, into=older, by=world.dana, at=NOW)
    imap.receive(written(to=ADDRESS.replace("@", f"+{token_of(newer)}@"), text="Both"))
    fetched()
    assert TicketEntry.objects.get(happened="asked").ticket == older
