"""The pages and endpoints of the mailroom."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from django.urls import reverse
from tests.entering import program as entered

from upheld.desk.models import Ticket
from upheld.desk.operations.tickets import reply_to_ticket
from upheld.foundation.models.record import RecordEntry
from upheld.mailroom.jobs.sending import try_mailbox
from upheld.mailroom.models import Mailbox, MailIn, MailOut
from upheld.mailroom.tests.conftest import ADDRESS, written
from upheld.mailroom.tests.mail_servers import HOST, NOW, PASSWORD, USER

pytestmark = pytest.mark.usefixtures("at_now", "ruth")

TYPED = {
    "name": "Support", "address": "Help@Northgate.example", "purpose": "tickets", "has_plus": "on",
    "folder": "INBOX", "imap_host": HOST, "imap_security": "none", "imap_user": USER,
    "imap_password": PASSWORD, "smtp_host": "", "smtp_security": "tls",
}  # fmt: skip


class TestMailboxes:
    def test_are_declared_and_their_password_is_nowhere(self, browser, imap):
        ana = browser("ana")
        answer = ana.post(reverse("mailbox-new"), TYPED | {"imap_port": imap.port})
        assert answer.status_code == 303
        box = Mailbox.objects.get()
        assert (box.address, box.is_on) == ("help@northgate.example", False)
        assert PASSWORD not in box.imap_sealed
        for name in ("mailbox", "mailbox-edit"):
            assert PASSWORD not in ana.get(reverse(name, args=[box.pk])).content.decode()
        said = " ".join(f"{one.body} {one.private}" for one in RecordEntry.objects.all())
        assert PASSWORD not in said
        assert box.imap_sealed not in said

    def test_keep_the_password_that_is_not_typed_again(self, browser, imap):
        ana = browser("ana")
        ana.post(reverse("mailbox-new"), TYPED | {"imap_port": imap.port})
        box = Mailbox.objects.get()
        changed = TYPED | {"imap_port": imap.port, "imap_password": "", "name": "Desk",
                           "version": box.version}  # fmt: skip
        ana.post(reverse("mailbox-edit", args=[box.pk]), changed)
        again = Mailbox.objects.get()
        assert (again.name, again.imap_sealed) == ("Desk", box.imap_sealed)

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ({}, ""),
            ({"imap_password": "wrong"}, "did not let support in"),
            ({"imap_port": 1}, "Nothing answers at 127.0.0.1, port 1"),
            ({"folder": "Nowhere"}, "The folder could not be opened"),
            ({"imap_security": "tls"}, "does not speak TLS as chosen"),
            ({"imap_host": "no-such-host.invalid"}, "There is no host called"),
        ],
    )
    def test_are_tried_and_say_what_is_wrong(self, browser, imap, by_itself, typed, says):
        ana = browser("ana")
        ana.post(reverse("mailbox-new"), TYPED | {"imap_port": imap.port} | typed)
        box = Mailbox.objects.get()
        assert ana.post(reverse("mailbox-trial", args=[box.pk]), {}).status_code == 303
        waiting = ana.get(reverse("mailbox", args=[box.pk])).content.decode()
        assert "being tried" in waiting
        try_mailbox(by=by_itself, at=NOW, mailbox_id=box.pk)
        box.refresh_from_db()
        assert says in box.trial_imap
        assert bool(says) == bool(box.trial_imap)
        shown = ana.get(reverse("mailbox", args=[box.pk])).content.decode()
        assert "Reading, tried" in shown

    def test_reach_nothing_inside_unless_allowed(self, browser, imap, by_itself, settings):
        settings.INSIDE_NETWORKS = ()
        browser("ana").post(reverse("mailbox-new"), TYPED | {"imap_port": imap.port})
        box = Mailbox.objects.get()
        try_mailbox(by=by_itself, at=NOW, mailbox_id=box.pk)
        box.refresh_from_db()
        assert "is not on the public network" in box.trial_imap

    def test_are_set_by_owners_alone(self, browser, box):
        for who in ("dana", "sam", "felix"):
            assert browser(who).post(reverse("mailbox-new"), TYPED).status_code == 403
            assert browser(who).get(reverse("mailbox", args=[box.pk])).status_code == 200

    def test_of_a_stranger_are_not_there(self, elsewhere, box):
        from django.test import Client

        olga = Client()
        olga.force_login(elsewhere.people["olga"].user)
        assert olga.get(reverse("mailbox", args=[box.pk])).status_code == 404


class TestMailboxesByPrograms:
    BODY: ClassVar[dict[str, Any]] = {
        "name": "Support", "address": "Help@Northgate.example",
        "imap": {"host": HOST, "port": 143, "security": "none", "user": USER,
                 "password": PASSWORD},
    }  # fmt: skip

    def made(self, program, **more):
        return program("ana").post("/api/v1/mailboxes", {**self.BODY, **more}, "application/json")

    def test_are_declared_changed_tried_and_turned(self, program, by_itself, imap):
        body = {"imap": {**self.BODY["imap"], "port": imap.port}}
        answer = self.made(program, **body)
        assert answer.status_code == 201
        box = Mailbox.objects.get()
        assert (answer.json()["address"], answer.json()["is_on"]) == (
            "help@northgate.example", False)  # fmt: skip
        ana, path = program("ana"), f"/api/v1/mailboxes/{box.pk}"
        etag = ana.get(path).headers["ETag"]
        said = ana.patch(path, {"name": "Desk", "smtp": {"host": "mail.x.example"}},
                         "application/json", headers={"If-Match": etag})  # fmt: skip
        assert said.json()["smtp_host"] == "mail.x.example"
        assert said.json()["imap_port"] == imap.port
        again = Mailbox.objects.get()
        assert (again.name, again.imap_sealed) == ("Desk", box.imap_sealed)
        stale = ana.patch(path, {"name": "X"}, "application/json", headers={"If-Match": etag})
        assert stale.status_code == 409
        assert ana.post(f"{path}/trial").status_code == 200
        try_mailbox(by=by_itself, at=NOW, mailbox_id=box.pk)
        assert ana.get(path).json()["trial_imap"] == ""
        assert ana.get(path).json()["trial_done_at"]
        turned = ana.post(f"{path}/turning", {"on": True}, "application/json")
        assert turned.json()["is_on"] is True

    def test_by_oauth_and_no_secret_is_told(self, program):
        tokens = {"url": "https://login.x.example/token", "client_id": "us",
                  "client_secret": "hush-hush", "refresh_token": "refresh-me"}  # fmt: skip
        answer = self.made(program, sign_in="oauth", tokens=tokens)
        assert answer.json()["sign_in"] == "oauth"
        said = answer.content + program("dana").get("/api/v1/mailboxes").content
        for secret in (PASSWORD, "hush-hush", "refresh-me"):
            assert secret.encode() not in said
        box = Mailbox.objects.get()
        program("ana").patch(f"/api/v1/mailboxes/{box.pk}", {"tokens": {"scope": "mail"}},
                             "application/json")  # fmt: skip
        again = Mailbox.objects.get()
        assert (again.scope, again.client_id, again.refresh_sealed) == (
            "mail", "us", box.refresh_sealed)  # fmt: skip

    @pytest.mark.parametrize(("wrong", "field"), [
        ({"address": "nobody"}, "address"), ({"name": " "}, "name"),
        ({"imap": {"host": "a b"}}, "imap_host"), ({"sign_in": "oauth"}, "token_url"),
    ])  # fmt: skip
    def test_nonsense_is_refused_by_name(self, program, wrong, field):
        answer = self.made(program, **wrong)
        assert answer.status_code == 422
        assert field in answer.json()["fields"]
        assert not Mailbox.objects.exists()

    def test_are_the_owner_s_to_set_and_nobody_s_elsewhere(self, program, box, elsewhere):
        for who in ("sam", "dana"):
            refused = program(who).post("/api/v1/mailboxes", self.BODY, "application/json")
            assert refused.status_code == 403
        path = f"/api/v1/mailboxes/{box.pk}"
        stranger = entered(elsewhere, "olga")
        assert stranger.get(path).status_code == 404
        assert stranger.patch(path, {}, content_type="application/json").status_code == 404


class TestHeldMail:
    @pytest.fixture
    def held(self, box, imap, fetched):
        html = "<p>Buy <b>now</b></p><script>x()</script>"
        imap.receive(*[written(sender="Tom <tom@x.example>", subject=f"Offer {n}", html=html)
                       for n in range(3)])  # fmt: skip
        fetched()
        return MailIn.objects.latest("pk")

    def test_stands_in_one_line_and_is_read_whole(self, browser, held):
        dana = browser("dana")
        shown = dana.get(reverse("mail")).content.decode()
        assert "tom@x.example" in shown
        assert "Nobody we know has this address." in shown
        one = dana.get(reverse("mail-one", args=[held.pk])).content.decode()
        assert "<b>now</b>" in one
        assert "x()" not in one
        raw = dana.get(reverse("mail-raw", args=[held.pk]))
        assert raw.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in raw.headers["Content-Security-Policy"]
        assert b"Subject: Offer 2" in raw.content

    def test_opens_a_ticket(self, browser, held, acme):
        said = {"company": acme.number, "name": "Tom Tall"}
        answer = browser("sam").post(reverse("mail-open", args=[held.pk]), said)
        assert answer.status_code == 303
        assert Ticket.objects.get().contact.name == "Tom Tall"

    def test_is_rejected_in_a_heap(self, browser, held):
        said = {"reason": "Spam", "whole_heap": "on"}
        assert browser("dana").post(reverse("mail-reject", args=[held.pk]), said).status_code == 303
        assert MailIn.objects.filter(fate="rejected").count() == 3
        again = browser("dana").post(reverse("mail-reject", args=[held.pk]), {})
        assert again.status_code == 409

    def test_chosen_ones_are_rejected(self, browser, held):
        chosen = {"selected": [str(held.pk)]}
        answer = browser("dana").post(reverse("mail-reject-chosen"), chosen)
        assert answer.status_code == 303
        assert MailIn.objects.filter(fate="rejected").count() == 1

    def test_is_decided_by_programs(self, program, held, acme):
        dana = program("sam")
        rows = dana.get("/api/v1/mail").json()["items"]
        assert len(rows) == 3
        url = f"/api/v1/mail/{held.pk}"
        assert dana.get(url).json()["text"] == "It is down."
        answer = dana.post(f"{url}/opening", {"company": acme.number}, "application/json")
        assert answer.json()["fate"] == "opened"
        other = rows[-1]["id"]
        placed = dana.post(f"/api/v1/mail/{other}/placing", {"ticket": answer.json()["ticket"]},
                           "application/json")  # fmt: skip
        assert placed.json()["fate"] == "answered"
        third = rows[1]["id"]
        gone = dana.post(f"/api/v1/mail/{third}/rejection", {"reason": "x"}, "application/json")
        assert gone.json()["fate"] == "rejected"


class TestOnTheTicket:
    @pytest.fixture
    def ticket(self, world, box, imap, fetched):
        imap.receive(written())
        fetched()
        ticket = Ticket.objects.get()
        return reply_to_ticket(ticket=ticket, text="We look.", by=world.dana, at=NOW)

    def test_each_mail_and_its_state_stand_on_the_page(self, ticket, browser, smtp, sent):
        dana = browser("dana")
        page = reverse("ticket", args=[ticket.number])
        assert "Waiting" in dana.get(page).content.decode()
        smtp.answer_to_rcpt = "550 Nobody here"
        sent()
        shown = dana.get(page).content.decode()
        assert "Given up" in shown
        assert "550 Nobody here" in shown
        assert "by mail" in shown
        smtp.answer_to_rcpt = ""
        mail = MailOut.objects.get()
        assert dana.post(reverse("mail-again", args=[mail.pk]), {}).status_code == 303
        sent()
        assert MailOut.objects.get().state == "sent"

    def test_programs_see_how_far_it_came(self, ticket, program, smtp, sent):
        smtp.answer_to_rcpt = "550 Nobody here"
        sent()
        dana = program("dana")
        (row,) = dana.get("/api/v1/sent-mail").json()["items"]
        assert row["state"] == "given_up"
        answer = dana.post(f"/api/v1/sent-mail/{row['id']}/again", {}, "application/json")
        assert answer.json()["state"] == "waiting"
        assert dana.get("/api/v1/mailboxes").json()[0]["address"] == ADDRESS

    def test_mailboxes_are_turned_by_programs(self, ticket, program, box):
        answer = program("ana").post(f"/api/v1/mailboxes/{box.pk}/turning", {"on": False},
                                     "application/json")  # fmt: skip
        assert answer.json()["is_on"] is False


def test_a_capture_address_is_shown_once(browser):
    dana = browser("dana")
    page = reverse("capture-address")
    assert "There is no mailbox for it yet" in dana.get(page).content.decode()
    made = dana.post(page, {}).content.decode()
    assert "shown this once" in made
    assert "shown this once" not in dana.get(page).content.decode()
