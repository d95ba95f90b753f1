"""A subject to the capture address is the capture line, for whoever has the key and the address."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from upheld.desk.models import Ticket
from upheld.mailroom.models import CaptureKey, MailIn
from upheld.mailroom.operations.capturing import make_capture_key
from upheld.mailroom.operations.mailboxes import set_mailbox, turn_mailbox
from upheld.mailroom.tests.conftest import drafted, written
from upheld.mailroom.tests.mail_servers import NOW
from upheld.timekeeping.models import TimeEntry

pytestmark = pytest.mark.usefixtures("at_now", "acme")

ADDRESS = "capture@northgate.example"


@pytest.fixture
def capture_box(world, imap, smtp):
    draft = drafted(imap.port, smtp.port, ADDRESS, purpose="capture")
    made = set_mailbox(draft=draft, by=world.ana, at=NOW)
    return turn_mailbox(mailbox=made, on=True, by=world.ana, at=NOW - timedelta(hours=2))


@pytest.fixture
def own(world, capture_box):
    return f"capture+{make_capture_key(by=world.dana, at=NOW)}@northgate.example"


@pytest.fixture
def dana(world):
    return world.people["dana"].email


def answer(smtp):
    return message_from_bytes(smtp.taken[-1], policy=default)


def test_a_line_is_saved_and_answered_once(own, dana, imap, smtp, fetched, sent):
    imap.receive(written(sender=dana, to=own, subject="acme vpn down 25m"))
    fetched()
    fetched(1)
    sent(1)
    sent(2)
    assert TimeEntry.objects.get().seconds == 25 * 60
    assert Ticket.objects.get().title == "vpn down"
    assert len(smtp.taken) == 1
    mail = answer(smtp)
    assert mail["Subject"] == "Saved: acme vpn down 25m"
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["In-Reply-To"] == MailIn.objects.get().message_id


def test_what_is_unclear_is_answered_by_why_not(own, dana, imap, smtp, fetched, sent):
    imap.receive(written(sender=dana, to=own, subject="hello there"))
    fetched()
    sent()
    assert not Ticket.objects.exists()
    assert answer(smtp)["Subject"].startswith("Not saved")


@pytest.mark.parametrize("who", ["theo", "stranger"])
def test_the_key_of_one_and_the_address_of_another_are_held(who, own, world, imap, smtp, fetched,
                                                            sent):  # fmt: skip
    sender = world.people["theo"].email if who == "theo" else "x@evil.example"
    imap.receive(written(sender=sender, to=own, subject="acme vpn down 25m"))
    fetched()
    sent()
    assert MailIn.objects.get().why == "wrong_key"
    assert not TimeEntry.objects.exists()
    assert not smtp.taken


def test_without_a_key_nothing_is_saved(own, dana, imap, fetched):
    imap.receive(written(sender=dana, to=ADDRESS, subject="acme vpn down 25m"))
    fetched()
    assert MailIn.objects.get().why == "wrong_key"


def test_a_new_key_ends_the_old(own, dana, world, imap, fetched):
    make_capture_key(by=world.dana, at=NOW)
    imap.receive(written(sender=dana, to=own, subject="acme vpn down 25m"))
    fetched()
    assert MailIn.objects.get().why == "wrong_key"
    assert CaptureKey.objects.count() == 1


def test_a_machine_captures_nothing(own, dana, imap, smtp, fetched, sent):
    imap.receive(
        written(sender=dana, to=own, subject="acme vpn 25m", Auto_Submitted="auto-replied")
    )
    fetched()
    sent()
    assert MailIn.objects.get().why == "machine"
    assert not smtp.taken


def test_whoever_has_left_captures_nothing(own, dana, world, imap, fetched):
    from upheld.people.operations.people import deactivate_person

    deactivate_person(person=world.people["dana"], last_day=NOW.date(), by=world.ana, at=NOW)
    imap.receive(written(sender=dana, to=own, subject="acme vpn down 25m"))
    fetched()
    assert MailIn.objects.get().why == "wrong_key"
