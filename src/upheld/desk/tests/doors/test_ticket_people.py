"""Watchers, files, presence and answers at once through both doors and the portal."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from upheld.desk.models import Ticket, TicketEntry, TicketFile, TicketPresence, TicketWatcher
from upheld.desk.operations.ticket_files import Upload
from upheld.desk.operations.tickets import note_on_ticket, reply_to_ticket
from upheld.desk.tests.conftest import MONDAY

pytestmark = pytest.mark.usefixtures("at_monday")


def sent(name="log.txt", content=b"no route\n"):
    return SimpleUploadedFile(name, content)


def last() -> int:
    return TicketEntry.objects.order_by("-pk")[0].pk


class TestThePage:
    def test_says_who_reads_each_text(self, world, vpn, browser):
        note_on_ticket(ticket=vpn, text="Ours alone", by=world.dana, at=MONDAY)
        reply_to_ticket(ticket=vpn, text="For you", by=world.dana, at=MONDAY)
        shown = browser("dana").get(reverse("ticket", args=[1])).content.decode()
        assert "Private: the staff alone" in shown
        assert "The customer reads this" in shown

    def test_takes_files_and_hands_them_out_as_downloads(self, world, vpn, browser):
        dana = browser("dana")
        said = {"text": "See", "reader": "customer", "files": [sent(), sent("b.txt")]}
        assert dana.post(reverse("ticket", args=[1]), said).status_code == 303
        assert TicketFile.objects.count() == 2
        row = TicketFile.objects.earliest("pk")
        answer = dana.get(reverse("ticket-file", args=[1, row.pk]))
        assert answer.content == b"no route\n"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]

    def test_keeps_the_words_when_somebody_was_quicker(self, world, vpn, browser):
        read_to = last()
        reply_to_ticket(ticket=vpn, text="Theirs", by=world.theo, at=MONDAY)
        said = {"text": "My long answer", "reader": "customer", "read_to": read_to}
        answer = browser("dana").post(reverse("ticket", args=[1]), said)
        assert answer.status_code == 409
        shown = answer.content.decode()
        assert "My long answer" in shown
        assert "answered the customer: Theirs" in shown
        assert f'name="read_to" value="{last()}"' in shown
        said["read_to"] = last()
        assert browser("dana").post(reverse("ticket", args=[1]), said).status_code == 303

    def test_says_who_else_is_there(self, world, vpn, browser):
        page = reverse("ticket-here", args=[1])
        assert browser("theo").post(page, {"writes": "yes"}).status_code == 200
        shown = browser("dana").post(page, {"writes": "no"}).content.decode()
        assert "is writing an answer" in shown
        browser("theo").post(page, {"gone": "yes"})
        assert "is writing" not in browser("dana").post(page, {}).content.decode()

    def test_watches_and_stops(self, world, vpn, browser):
        dana = browser("dana")
        assert dana.post(reverse("ticket-watch", args=[1]), {}).status_code == 303
        said = {"assignee": world.people["theo"].pk}
        assert dana.post(reverse("ticket-watch", args=[1]), said).status_code == 303
        assert TicketWatcher.objects.count() == 2
        assert dana.post(reverse("ticket-unwatch", args=[1]), said).status_code == 303
        assert TicketWatcher.objects.get().person == world.people["dana"]

    def test_a_notice_stands_on_top_until_it_is_seen(self, world, vpn, browser):
        note_on_ticket(ticket=vpn, text="@theo", by=world.dana, at=MONDAY)
        theo = browser("theo")
        assert "You are named here" in theo.get(reverse("ticket", args=[1])).content.decode()
        assert "VPN down" in theo.get(reverse("waiting")).content.decode()
        assert theo.post(reverse("ticket-seen", args=[1])).status_code == 303
        assert "VPN down" not in theo.get(reverse("waiting")).content.decode()


class TestThePortal:
    def test_sends_and_reads_files_and_never_those_of_notes(self, world, vpn, portal):
        page = reverse("portal-ticket", args=[1])
        assert portal.post(page, {"text": "Here", "files": [sent()]}).status_code == 303
        own = TicketFile.objects.get()
        note_on_ticket(ticket=vpn, text="a", files=[Upload("ours.txt", b"x")], by=world.dana,
                       at=MONDAY)  # fmt: skip
        ours = TicketFile.objects.exclude(pk=own.pk).get()
        shown = portal.get(page).content.decode()
        assert "log.txt" in shown
        assert "ours.txt" not in shown
        assert "Private" not in shown
        assert portal.get(reverse("portal-ticket-file", args=[1, own.pk])).status_code == 200
        assert portal.get(reverse("portal-ticket-file", args=[1, ours.pk])).status_code == 404

    def test_opens_with_a_picture_of_the_fault(self, world, membership, portal):
        said = {"title": "Printer", "text": "Blank", "priority": "3", "files": [sent()]}
        assert portal.post(reverse("portal-ticket-new"), said).status_code == 303
        assert TicketFile.objects.get().entry.ticket == Ticket.objects.get()


class TestForPrograms:
    def test_watchers_notices_presence_and_files(self, world, vpn, program):
        dana, theo = program("dana"), program("theo")
        base = "/api/v1/tickets/1"
        assert theo.post(f"{base}/watchers", {}, "application/json").status_code == 201
        (watching,) = dana.get(f"{base}/watchers").json()
        assert watching["person"] == world.people["theo"].pk
        said = {"text": "See", "public": "true", "file": sent()}
        answer = dana.post(f"{base}/files", said)
        assert answer.status_code == 201, answer.content
        (row,) = dana.get(f"{base}/files").json()
        assert (row["name"], row["public"]) == ("log.txt", True)
        assert dana.get(f"{base}/files/{row['id']}/file").content == b"no route\n"
        note = {"text": "@theo"}
        assert dana.post(f"{base}/notes", note, "application/json").status_code == 201
        (waiting,) = theo.get("/api/v1/ticket-notices").json()
        assert (waiting["ticket"], waiting["kind"]) == (1, "mentioned")
        assert theo.post(f"{base}/seen", {}, "application/json").status_code == 200
        assert theo.get("/api/v1/ticket-notices").json() == []
        theo.post(f"{base}/presence", {"writes": True}, "application/json")
        (there,) = dana.post(f"{base}/presence", {}, "application/json").json()
        assert there["writes"] is True
        assert TicketPresence.objects.count() == 2
        gone = theo.post(f"{base}/watchers/removal", {}, "application/json")
        assert gone.status_code == 200
        assert dana.get(f"{base}/watchers").json() == []

    def test_a_reply_that_was_overtaken_is_refused(self, world, vpn, program):
        dana = program("dana")
        read_to = dana.get("/api/v1/tickets/1/entries").json()[-1]["id"]
        reply_to_ticket(ticket=vpn, text="Theirs", by=world.theo, at=MONDAY)
        said = {"text": "Mine", "read_to": read_to}
        answer = dana.post("/api/v1/tickets/1/replies", said, "application/json")
        assert answer.status_code == 409
        assert answer.json()["code"] == "answered_meanwhile"
