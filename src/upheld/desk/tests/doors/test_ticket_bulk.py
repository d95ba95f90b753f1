"""Queues, laying aside and bulk changes through both doors."""

from __future__ import annotations

import pytest
from django.urls import reverse

from upheld.desk.models import Ticket, TicketAnswer
from upheld.desk.models.ticket import NEVER
from upheld.desk.operations.ticket_fields import FieldWords, keep_field, retire_field
from upheld.desk.operations.ticket_queues import keep_queue
from upheld.desk.operations.ticket_states import resolve_ticket
from upheld.desk.operations.tickets import open_ticket
from upheld.desk.rules.ticket_fields import FieldKind
from upheld.desk.tests.conftest import MONDAY

pytestmark = pytest.mark.usefixtures("at_monday")
JSON = "application/json"


def test_the_queues_page_leads_to_lists(world, vpn, browser, questions):
    dana = browser("dana")
    dana.get(reverse("ticket-queues"))
    with questions() as asked:
        shown = dana.get(reverse("ticket-queues")).content.decode()
    assert len(asked) <= 9
    assert "With nobody" in shown
    answer = dana.get(f"{reverse('tickets')}?danger=soon")
    assert "VPN down" in answer.content.decode()
    wrong = dana.get(f"{reverse('tickets')}?danger=x").content.decode()
    assert "is none of the choices of In danger" in wrong


def test_lays_aside_by_the_page_and_takes_up_again(world, vpn, browser):
    dana = browser("dana")
    assert dana.post(reverse("ticket-snooze", args=[1]), {"until": ""}).status_code == 303
    assert Ticket.objects.get().snoozed_until == NEVER
    assert (
        "Laid aside until the customer writes"
        in dana.get(reverse("ticket", args=[1])).content.decode()
    )
    assert "VPN down" not in dana.get(reverse("tickets")).content.decode()
    assert dana.post(reverse("ticket-wake", args=[1])).status_code == 303
    said = {"until": "2026-03-10T09:00"}
    assert dana.post(reverse("ticket-snooze", args=[1]), said).status_code == 303
    assert dana.post(reverse("ticket-snooze", args=[1]), {"until": "soon"}).status_code == 422


def test_changes_the_selected_and_reports(world, vpn, acme, browser):
    other = open_ticket(title="Settled", company=acme, by=world.dana, at=MONDAY)
    resolve_ticket(ticket=other, by=world.dana, at=MONDAY)
    dana, page = browser("dana"), reverse("tickets-change")
    chosen = {"selected": [vpn.pk, other.pk]}
    form = dana.post(page, chosen)
    assert form.status_code == 200
    assert "Settled" in form.content.decode()
    wrong = dana.post(page, {**chosen, "what": "tag", "tag": " "})
    assert wrong.status_code == 422
    assert f'name="selected" value="{vpn.pk}"' in wrong.content.decode()
    done = dana.post(page, {**chosen, "what": "state", "state": "waiting"}).content.decode()
    assert "1 ticket changed" in done
    assert "The ticket is resolved" in done
    assert Ticket.objects.get(pk=vpn.pk).state == "waiting"


def test_programs_do_the_same(world, vpn, acme, program):
    open_ticket(title="y", company=acme, by=world.dana, at=MONDAY)
    dana, base = program("dana"), "/api/v1"
    keys = {one["key"]: one["count"] for one in dana.get(f"{base}/ticket-queues").json()}
    assert keys["nobodys"] == 2
    aside = dana.post(f"{base}/tickets/1/snoozing", {"until": "2026-03-12T09:00:00Z"}, JSON)
    assert aside.status_code == 200, aside.content
    assert dana.post(f"{base}/tickets/1/waking", {}, JSON).status_code == 200
    body = {"numbers": [1, 2], "what": "priority", "priority": 2}
    assert dana.post(f"{base}/ticket-changes", body, JSON).json()["done"] == [1, 2]
    missing = dana.post(f"{base}/ticket-changes", {"numbers": [1], "what": "tag"}, JSON)
    assert missing.status_code == 422
    unknown = dana.post(f"{base}/ticket-changes", {**body, "numbers": [9]}, JSON)
    assert unknown.status_code == 404


class TestOwnFieldsAndQueues:
    @pytest.fixture
    def two(self, world, vpn, acme):
        other = open_ticket(title="New laptop", company=acme, kind="request", by=world.dana,
                            at=MONDAY)  # fmt: skip
        return [vpn, other]

    @pytest.fixture
    def number(self, world):
        words = FieldWords("Cost centre", FieldKind.NUMBER.value)
        return keep_field(words=words, by=world.sam, at=MONDAY)

    def test_fill_a_field_of_many_and_find_them_by_it(self, two, number, browser):
        dana, page = browser("dana"), reverse("tickets-change")
        name = f"field_{number.pk}"
        chosen = {"selected": [one.pk for one in two], "what": name, name: "1,200.50"}
        assert "Field: Cost centre" in dana.post(
            page, {"selected": chosen["selected"]}
        ).content.decode()  # fmt: skip
        assert "2 tickets changed" in dana.post(page, chosen).content.decode()
        kept = [one.answers[str(number.pk)] for one in Ticket.objects.order_by("pk")]
        assert kept == ["1200.5", "1200.5"]
        assert TicketAnswer.objects.filter(field=number, value="1200.5").count() == 2
        assert "2 tickets changed" in dana.post(page, {**chosen, name: ""}).content.decode()
        assert not TicketAnswer.objects.exists()

    @pytest.mark.parametrize("said", ["a lot", "1e999", "NaN", "'; drop table --", "9" * 300])
    def test_what_no_ticket_could_say_is_marked_and_nothing_done(self, two, number, browser, said):
        name = f"field_{number.pk}"
        chosen = {"selected": [one.pk for one in two], "what": name, name: said}
        answer = browser("dana").post(reverse("tickets-change"), chosen)
        assert answer.status_code == 422
        assert "New laptop" in answer.content.decode()
        assert not TicketAnswer.objects.exists()

    @pytest.mark.parametrize("what", ["field_", "field_x", "field_999999", "field_²", "emperor"])
    def test_no_such_field(self, two, number, browser, what):
        chosen = {"selected": [one.pk for one in two], "what": what}
        assert browser("dana").post(reverse("tickets-change"), chosen).status_code == 422

    def test_programs_are_told_by_ticket(self, world, two, number, program):
        asked = FieldWords("Leaver", FieldKind.YES_NO.value, for_kinds=["request"])
        leaver = keep_field(words=asked, by=world.sam, at=MONDAY)
        dana, path = program("dana"), "/api/v1/ticket-changes"
        body = {"numbers": [1, 2], "what": "field", "field": leaver.pk, "said": "yes"}
        said = dana.post(path, body, JSON).json()
        assert (said["done"], [one["number"] for one in said["refused"]]) == ([2], [1])
        assert said["refused"][0]["code"] == "field_not_asked"
        wrong = dana.post(path, {**body, "field": number.pk}, JSON).json()
        assert (wrong["done"], [one["number"] for one in wrong["refused"]]) == ([], [1, 2])
        assert "Enter a number" in wrong["refused"][0]["why"]
        assert dana.post(path, {**body, "field": None}, JSON).status_code == 422
        assert dana.post(path, {**body, "field": 999_999}, JSON).status_code == 404
        retire_field(field=leaver, by=world.sam, at=MONDAY)
        assert dana.post(path, body, JSON).status_code == 404

    def test_put_many_into_a_queue(self, world, two, browser, program):
        queue = keep_queue(name="Projects", people=[world.people["dana"]], by=world.sam, at=MONDAY)
        chosen = {"selected": [one.pk for one in two], "what": "queue", "queue": queue.pk}
        done = browser("dana").post(reverse("tickets-change"), chosen)
        assert "2 tickets changed" in done.content.decode()
        assert Ticket.objects.filter(queue=queue).count() == 2
        body = {"numbers": [1, 2], "what": "queue"}
        assert program("dana").post("/api/v1/ticket-changes", body, JSON).json()["done"] == [1, 2]
        assert not Ticket.objects.filter(queue=queue).exists()
        gone = {**chosen, "queue": 999_999}
        assert browser("dana").post(reverse("tickets-change"), gone).status_code == 404
