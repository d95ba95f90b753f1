"""Work through both doors: staff, the customer, another customer, a stranger, a wrong role."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upheld.delivery.models import ChangeOrder, Deliverable, EvidenceItem, HandoverPoint, SignOff
from upheld.delivery.operations.change_orders import send_change_order, write_change_order
from upheld.delivery.operations.deliverables import submit_deliverable
from upheld.delivery.operations.evidence import Upload, add_evidence
from upheld.delivery.rules.evidence import EvidenceKind
from upheld.delivery.tests.door import door_of
from upheld.foundation.values.money import Money

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[5]
LOG = b"20 of 20 mailboxes moved, 0 failed\n"


@pytest.fixture
def at(world, elsewhere, buyer, other_buyer):
    """Everybody at their doors, by name."""
    doors = {handle: door_of(actor) for handle, actor in world.actors.items()}
    return {
        **doors,
        "carla": door_of(buyer),
        "olaf": door_of(other_buyer),
        "olga": door_of(elsewhere.olga),
    }


@pytest.fixture
def submitted(world, mail):
    add_evidence(
        deliverable=mail, kind=EvidenceKind.LOG, upload=Upload("moved.log", LOG), by=world.dana,
        at=MONDAY,
    )  # fmt: skip
    return submit_deliverable(deliverable=mail, by=world.dana, at=MONDAY)


@pytest.fixture
def sent(world, sow):
    order = write_change_order(
        sow=sow, title="A second alarm line", criterion="The alarm centre confirms a test call.",
        evidence_kind="text", due_on=datetime(2027, 3, 1, tzinfo=UTC).date(),
        price=Money.of(180, "GBP"), cost_seconds=7200, by=world.sam, at=MONDAY,
    )  # fmt: skip
    return send_change_order(
        order=order, setting_aside=frozenset({"vague_wording"}), by=world.sam, at=MONDAY
    )


class TestStaffPages:
    @pytest.mark.parametrize(
        ("route", "most"),
        [("deliverables", 16), ("handovers", 16), ("change-orders", 16)],
    )
    def test_lists_open_within_their_budget(self, at, submitted, sent, route, most):
        with CaptureQueriesContext(connection) as queries:
            response = at["sam"].get(route)
        assert response.status_code == 200
        assert len(queries) <= most, len(queries)

    def test_a_deliverables_page_says_said_done_and_estimate(self, at, submitted):
        with CaptureQueriesContext(connection) as queries:
            response = at["sam"].get("deliverable", submitted.deliverable.number)
        text = response.content.decode()
        assert response.status_code == 200
        assert "Mail of 20 people moved" in text
        assert "moved.log" in text
        assert "Estimated by Dana Whitfield" in text
        assert len(queries) <= 25, len(queries)

    def test_a_handover_page_offers_what_is_asked(self, at, handover):
        text = at["dana"].get("handover", handover.number).content.decode()
        assert "Agree to keep it" in text
        assert (
            "Agree to keep it" not in at["theo"].get("handover", handover.number).content.decode()
        )

    @pytest.mark.parametrize("route", ["deliverable", "handover", "change-order"])
    def test_a_stranger_and_a_customer_find_nothing(self, at, submitted, sent, handover, route):
        number = {"deliverable": submitted.deliverable.number, "handover": handover.number,
                  "change-order": sent.number}[route]  # fmt: skip
        assert at["olga"].get(route, number).status_code == 404
        assert at["carla"].get(route, number).status_code == 404

    @pytest.mark.parametrize("route", ["portal-deliverable", "portal-change-order"])
    def test_another_customer_finds_nothing_in_the_portal(self, at, submitted, sent, route):
        number = {"portal-deliverable": submitted.deliverable.number,
                  "portal-change-order": sent.number}[route]  # fmt: skip
        assert at["carla"].get(route, number).status_code == 200
        response = at["olaf"].get(route, number)
        assert response.status_code == 404
        assert "Mail of 20" not in response.content.decode()
        assert at["olga"].get(route, number).status_code == 404
        assert at["sam"].get(route, number).status_code == 404


class TestWorking:
    def test_evidence_comes_through_the_form(self, at, mail):
        file = SimpleUploadedFile("moved.log", LOG)
        answer = at["dana"].post("deliverable-evidence", mail.number, kind="log", file=file)
        assert answer.status_code == 303
        assert EvidenceItem.objects.get().file_name == "moved.log"

    def test_a_refused_file_leaves_what_was_typed(self, at, mail):
        file = SimpleUploadedFile("page.html", b"<html><script>alert(1)</script></html>")
        answer = at["dana"].post(
            "deliverable-evidence", mail.number, kind="file", file=file, words="All moved"
        )
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "All moved" in text
        assert "web page" in text
        assert not EvidenceItem.objects.exists()

    def test_evidence_comes_through_the_api_once_for_one_key(self, at, mail):
        path = f"deliverables/{mail.number}/evidence"
        for _ in range(2):
            file = SimpleUploadedFile("moved.log", LOG)
            answer = at["dana"].upload(
                path, {"kind": "log", "file": file}, **{"Idempotency-Key": "one"}
            )
            assert answer.status_code == 201, answer.content
        assert EvidenceItem.objects.count() == 1
        other = SimpleUploadedFile("moved.log", b"something else\n")
        again = at["dana"].upload(
            path, {"kind": "log", "file": other}, **{"Idempotency-Key": "one"}
        )
        assert again.status_code == 422

    def test_submitting_without_evidence_is_refused_at_both_doors(self, at, mail):
        html = at["dana"].post("deliverable-submit", mail.number)
        api = at["dana"].tell(f"deliverables/{mail.number}/submission")
        assert (html.status_code, api.status_code) == (409, 409)
        assert api.json()["reasons"][0]["code"] == "evidence_missing"
        assert "Nothing is attached" in html.content.decode()

    def test_a_role_without_the_right_is_refused_at_both_doors(self, at, mail):
        assert at["felix"].post("deliverable-start", mail.number).status_code == 403
        assert at["felix"].tell(f"deliverables/{mail.number}/start").status_code == 403

    def test_a_stranger_is_not_found_at_either_door(self, at, mail):
        assert at["olga"].post("deliverable-start", mail.number).status_code == 404
        assert at["olga"].tell(f"deliverables/{mail.number}/start").status_code == 404
        assert at["olga"].ask(f"deliverables/{mail.number}/evidence").status_code == 404

    def test_a_stale_form_is_refused(self, at, submitted):
        work = submitted.deliverable
        at["dana"].post("deliverable-withdraw", work.number, reason="Slip")
        stale = at["dana"].post("deliverable-submit", work.number, version=1)
        assert stale.status_code == 409
        assert "after you opened it" in stale.content.decode()

    def test_files_are_handed_out_as_downloads_in_a_sandbox(self, at, submitted):
        item = EvidenceItem.objects.get()
        for response in (
            at["sam"].get("evidence-file", submitted.deliverable.number, item.pk),
            at["carla"].get("portal-evidence", submitted.deliverable.number, item.pk),
            at["carla"].ask(f"portal/work/{submitted.deliverable.number}/evidence/{item.pk}"),
        ):
            assert response.content == LOG
            assert response["Content-Disposition"].startswith("attachment;")
            assert response["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in response["Content-Security-Policy"]
        assert at["olaf"].get(
            "portal-evidence", submitted.deliverable.number, item.pk
        ).status_code == 404  # fmt: skip

    def test_the_customer_sees_no_evidence_that_was_not_put_before_them(self, at, world, mail):
        item = add_evidence(
            deliverable=mail, kind=EvidenceKind.LOG, upload=Upload("secret.log", LOG),
            by=world.dana, at=MONDAY,
        )  # fmt: skip
        assert at["carla"].get("portal-evidence", mail.number, item.pk).status_code == 404
        assert "secret.log" not in at["carla"].get(
            "portal-deliverable", mail.number
        ).content.decode()  # fmt: skip

    def test_a_handover_is_answered_at_both_doors(self, at, handover):
        first, second, _third = HandoverPoint.objects.order_by("pk")
        html = at["dana"].post("handover-accept", handover.number, first.pk)
        api = at["dana"].tell(f"handovers/{handover.number}/points/{second.pk}/acceptance")
        assert (html.status_code, api.status_code) == (303, 200)
        assert api.json()["state"] == "accepted"
        assert at["theo"].tell(
            f"handovers/{handover.number}/points/{second.pk}/objection", {"words": "No"}
        ).status_code == 409  # fmt: skip


class TestSigningOff:
    def test_the_customer_accepts_in_the_portal_and_takes_a_receipt_that_verifies(
        self, at, submitted, tmp_path
    ):
        number = submitted.deliverable.number
        page = at["carla"].get("portal-deliverable", number).content.decode()
        assert submitted.content_hash in page
        answer = at["carla"].post(
            "portal-deliverable-answer", number, answer="accepted", shown=submitted.content_hash
        )
        assert answer.status_code == 303
        assert Deliverable.objects.get(number=number).state == "accepted"
        receipt = at["carla"].get("portal-deliverable-receipt", number)
        kept = tmp_path / "receipt.json"
        kept.write_bytes(receipt.content)
        (tmp_path / "moved.log").write_bytes(LOG)
        done = subprocess.run(
            [sys.executable, ROOT / "tools" / "verify_receipt.py", str(kept)],
            capture_output=True, text=True, check=False, cwd=tmp_path,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert at["olaf"].get("portal-deliverable-receipt", number).status_code == 404

    def test_a_wrong_hash_answers_409_at_both_doors(self, at, submitted):
        number = submitted.deliverable.number
        html = at["carla"].post(
            "portal-deliverable-answer", number, answer="accepted", shown="0" * 64
        )
        api = at["carla"].tell(
            f"portal/work/{number}/answer", {"answer": "accepted", "shown_hash": "0" * 64}
        )
        assert (html.status_code, api.status_code) == (409, 409)
        assert api.json()["code"] == "changed_meanwhile"
        assert "not what you were looking at" in html.content.decode()
        assert SignOff.objects.get().state == "waiting"

    def test_rejecting_needs_reasons_and_keeps_the_page(self, at, submitted):
        answer = at["carla"].post(
            "portal-deliverable-answer", submitted.deliverable.number, answer="rejected",
            shown=submitted.content_hash,
        )  # fmt: skip
        assert answer.status_code == 422
        assert "Write what has to be different" in answer.content.decode()

    def test_a_customers_own_key_signs_off(self, at, submitted):
        number = submitted.deliverable.number
        shown = at["carla"].ask(f"portal/work/{number}").json()
        assert shown["may_answer"]
        answer = at["carla"].tell(
            f"portal/work/{number}/answer",
            {"answer": "accepted", "shown_hash": shown["shown_hash"]},
        )
        assert answer.status_code == 200
        assert answer.json()["state"] == "accepted"
        assert at["olaf"].ask(f"portal/work/{number}").status_code == 404
        assert at["olaf"].ask("portal/work").json() == []
        assert at["sam"].ask(f"portal/work/{number}").status_code == 404

    def test_the_same_click_twice_is_one_answer(self, at, submitted):
        for _ in range(2):
            answer = at["carla"].post(
                "portal-deliverable-answer", submitted.deliverable.number, answer="accepted",
                shown=submitted.content_hash, idempotency_key="click",
            )  # fmt: skip
            assert answer.status_code == 303
        assert SignOff.objects.count() == 1

    def test_the_portals_list_shows_what_waits(self, at, submitted):
        with CaptureQueriesContext(connection) as queries:
            text = at["carla"].get("portal-deliverables").content.decode()
        assert "Waits for you" in text
        assert len(queries) <= 16, len(queries)


class TestChanges:
    def test_the_customer_agrees_and_it_becomes_work_with_a_promise(self, at, sent):
        answer = at["carla"].post(
            "portal-change-order-answer", sent.number, answer="agreed", shown=sent.content_hash
        )
        assert answer.status_code == 303
        work = Deliverable.objects.get(change_order=sent)
        assert work.promise.source == "change_order"
        assert work.promise.state == "agreed"

    def test_declining_needs_a_reason_at_both_doors(self, at, sent):
        html = at["carla"].post(
            "portal-change-order-answer", sent.number, answer="declined", shown=sent.content_hash
        )
        api = at["carla"].tell(
            f"portal/changes/{sent.number}/answer",
            {"answer": "declined", "shown_hash": sent.content_hash},
        )
        assert (html.status_code, api.status_code) == (422, 422)
        assert at["olaf"].tell(
            f"portal/changes/{sent.number}/answer",
            {"answer": "agreed", "shown_hash": sent.content_hash},
        ).status_code == 404  # fmt: skip

    def test_a_draft_is_not_seen_by_the_customer(self, at, world, sow):
        draft = write_change_order(sow=sow, title="Not yet", by=world.sam, at=MONDAY)
        assert at["carla"].get("portal-change-order", draft.number).status_code == 404

    def test_one_is_written_at_both_doors(self, at, sow):
        html = at["sam"].post(
            "change-order-new", sow.number, title="A third line", evidence_kind="text", price="90"
        )
        api = at["sam"].tell(
            f"work/{sow.number}/change-orders", {"title": "A fourth line", "price_minor": 9000}
        )
        assert (html.status_code, api.status_code) == (303, 201)
        assert {one.price_minor for one in ChangeOrder.objects.all()} == {9000}
        assert at["olga"].tell(
            f"work/{sow.number}/change-orders", {"title": "Mine"}
        ).status_code == 404  # fmt: skip

    def test_sending_names_every_obstacle_on_the_page(self, at, world, sow):
        draft = write_change_order(sow=sow, title="Something", by=world.sam, at=MONDAY)
        text = at["sam"].post("change-order-send", draft.number).content.decode()
        for words in ("when it counts as done", "estimated it", "by when", "said why"):
            assert words in text


def test_the_oldest_browser_still_gets_the_name(at, world, mail):
    """A name beyond ASCII is sent in both forms."""
    add_evidence(
        deliverable=mail, kind=EvidenceKind.LOG, upload=Upload("übergabe.log", LOG),
        by=world.dana, at=MONDAY,
    )  # fmt: skip
    item = EvidenceItem.objects.get()
    response = at["sam"].get("evidence-file", mail.number, item.pk)
    assert "%C3%BCbergabe.log" in response["Content-Disposition"]
