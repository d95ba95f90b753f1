"""A desk with a mailbox at real servers, and a customer who writes."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import partial

import pytest
from tests import entering

from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact
from upheld.foundation import clock
from upheld.foundation.actor import system
from upheld.mailroom.jobs.fetching import fetch
from upheld.mailroom.jobs.sending import send
from upheld.mailroom.models import Mailbox
from upheld.mailroom.operations.mailboxes import MailboxDraft, Server, set_mailbox, turn_mailbox
from upheld.mailroom.tests.mail_servers import HOST, NOW, PASSWORD, USER, ImapServer, SmtpServer

ADDRESS = "support@northgate.example"


@pytest.fixture(scope="session")
def _imap():
    server = ImapServer()
    server.begin()
    yield server
    server.end()


@pytest.fixture
def imap(_imap):
    if _imap.process is None or _imap.process.poll() is not None:
        _imap.begin()
    _imap.clear()
    return _imap


@pytest.fixture
def smtp():
    server = SmtpServer()
    server.begin()
    yield server
    server.end()


@pytest.fixture(autouse=True)
def inside(settings):
    settings.INSIDE_NETWORKS = ("127.0.0.0/8",)


@pytest.fixture
def at_now():
    with clock.standing_at(NOW):
        yield NOW


@pytest.fixture
def acme(world):
    return add_company(name="Acme Manufacturing", by=world.ana, at=NOW)


@pytest.fixture
def ruth(world, acme):
    return add_contact(company=acme, name="Ruth Adler", email="Ruth@acme.example", by=world.ana,
                       at=NOW)  # fmt: skip


def drafted(imap_port=0, smtp_port=0, address=ADDRESS, **fields) -> MailboxDraft:
    def server(port: int) -> Server:
        return Server(HOST, port, "none", USER, PASSWORD) if port else Server()

    outgoing = Server(HOST, smtp_port, "none") if smtp_port else Server()
    return MailboxDraft("Support", address, imap=server(imap_port), smtp=outgoing, **fields)


@pytest.fixture
def box(world, imap, smtp) -> Mailbox:
    made = set_mailbox(draft=drafted(imap.port, smtp.port), by=world.ana, at=NOW)
    return turn_mailbox(mailbox=made, on=True, by=world.ana, at=NOW - timedelta(hours=2))


@pytest.fixture
def by_itself(world):
    return system(world.provider.pk)


@pytest.fixture
def fetched(by_itself):
    """Fetch, and give what the job says; `minutes` later than now."""

    def run(minutes: int = 0) -> str:
        return str(fetch(by=by_itself, at=NOW + timedelta(minutes=minutes)))

    return run


@pytest.fixture
def sent(by_itself):
    def run(minutes: int = 0) -> str:
        return str(send(by=by_itself, at=NOW + timedelta(minutes=minutes)))

    return run


_count = iter(range(10_000_000))


def written(sender="Ruth Adler <ruth@acme.example>", subject="VPN down", text="It is down.",
            to=ADDRESS, message_id="", html="", files=(), **headers) -> bytes:  # fmt: skip
    """Write a mail as a mail program does."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = format_datetime(NOW)
    mail["Message-ID"] = message_id or f"<m{next(_count)}@acme.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    for name, content, kind in files:
        major, _, minor = kind.partition("/")
        mail.add_attachment(content, maintype=major, subtype=minor, filename=name)
    return mail.as_bytes()


@pytest.fixture
def browser(world):
    return partial(entering.browser, world)


@pytest.fixture
def program(world):
    return partial(entering.program, world)
