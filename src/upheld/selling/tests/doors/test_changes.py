"""Every change of selling through both doors: done, refused with the same code, and not there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from upheld.demo.cast import OPENING
from upheld.foundation.clock import standing_at
from upheld.selling.jobs import ask_ratings
from upheld.selling.models import Deal, Gap, Meeting, MeetingGuest
from upheld.selling.operations.gaps import find_gap
from upheld.selling.operations.ratings import ask_for_ratings

START = "2026-03-03T11:00"


def code_of(answer):
    return answer.json()["code"]


class TestDeals:
    def test_a_deal_is_opened_by_either_door(self, sale, lena):
        me = sale.world.people["lena"].pk
        page = lena.post(reverse("deal-new"), {
            "company": sale.acme.number, "title": "Desk", "origin": "hunted", "owner": me,
            "monthly": "1,800", "confidence": "40 %",
        })  # fmt: skip
        assert page.status_code == 303
        made = lena.api(
            "POST",
            "deals",
            {"company": sale.acme.number, "title": "Phones", "owner": me, "one_off_minor": 500},
        )
        assert made.status_code == 201
        assert made.json()["missing_for_next"][0]["code"] == "problem_stated"
        desk = Deal.objects.get(title="Desk")
        assert (desk.monthly_minor, desk.confidence_ppm, desk.origin) == (
            180_000,
            400_000,
            "hunted",
        )

    def test_a_refused_form_keeps_what_was_typed(self, sale, lena):
        page = lena.post(reverse("deal-new"), {
            "company": sale.acme.number, "title": "Kept title", "origin": "hunted",
            "owner": sale.world.people["lena"].pk, "one_off": "12,34x",
        })  # fmt: skip
        assert page.status_code == 422
        text = page.content.decode()
        assert "Kept title" in text
        assert "12,34x" in text

    def test_a_stale_form_and_a_stale_tag_are_refused(self, sale, lena):
        url = reverse("deal-step", args=[sale.deal.number])
        stale = {"next_step": "x", "next_step_on": "2026-03-09", "version": "1"}
        assert lena.post(url, stale).status_code == 303
        again = lena.post(url, {**stale, "next_step": "My typing"})
        assert again.status_code == 409
        assert "My typing" in again.content.decode()
        patch = lena.api(
            "PATCH", f"deals/{sale.deal.number}", {"title": "y"}, **{"If-Match": '"1"'}
        )
        assert (patch.status_code, code_of(patch)) == (409, "changed_meanwhile")

    def test_the_stage_cannot_be_set_by_a_program(self, sale, lena):
        answer = lena.api("PATCH", f"deals/{sale.deal.number}", {"stage": "won"})
        assert answer.status_code == 200
        assert answer.json()["stage"] == "lead"

    def test_a_card_that_may_not_move_says_why(self, sale, lena):
        page = lena.post(reverse("deal-move", args=[sale.deal.number]), {"column": "qualified"})
        assert page.status_code == 409
        text = page.content.decode()
        assert "was not moved" in text
        assert "Nobody has written down what hurts" in text
        assert sale.fresh().stage == "lead"
        same = lena.post(reverse("deal-move", args=[sale.deal.number]), {"column": "lead"})
        assert same.status_code == 303
        strange = lena.post(reverse("deal-move", args=[sale.deal.number]), {"column": "moon"})
        assert strange.status_code == 422

    def test_evidence_moves_it(self, sale, lena):
        number = sale.deal.number
        for kind in ("problem_stated", "money_discussed"):
            url = reverse("evidence-give", args=[number, kind])
            assert lena.post(url, {"words": "They said so."}).status_code == 303
        assert (
            lena.api(
                "POST", f"deals/{number}/evidence", {"kind": "date_wanted", "words": "March"}
            ).json()["stage"]
            == "lead"
        )
        answer = lena.api(
            "PUT", f"deals/{number}/people", {"contact": sale.bob.pk, "part": "decider"}
        )
        assert answer.json()["stage"] == "qualified"
        held = {one["kind"]: one for one in answer.json()["evidence"]}
        back = lena.api(
            "POST",
            f"deals/{number}/evidence/{held['date_wanted']['evidence_id']}/withdrawal",
            {"reason": "No hurry."},
        )
        assert back.json()["stage"] == "lead"
        gone = lena.api("DELETE", f"deals/{number}/people/{sale.bob.pk}")
        assert gone.status_code == 200

    def test_evidence_is_withdrawn_on_its_page(self, sale, lena):
        number = sale.deal.number
        lena.post(reverse("evidence-give", args=[number, "problem_stated"]), {"words": "Broken."})
        page = lena.get(reverse("deal", args=[number])).content.decode()
        url = re.search(rf"/deals/{number}/evidence/\d+/withdrawal", page)
        assert url
        assert "Broken." in lena.get(url[0]).content.decode()
        assert lena.post(url[0], {"reason": ""}).status_code == 422
        assert lena.post(url[0], {"reason": "It works."}).status_code == 303

    def test_people_come_and_go_on_the_page(self, sale, lena):
        url = reverse("deal-contact", args=[sale.deal.number])
        assert lena.post(url, {"contact": sale.ann.pk, "part": "champion"}).status_code == 303
        page = lena.get(reverse("deal", args=[sale.deal.number])).content.decode()
        removal = re.search(rf"/deals/{sale.deal.number}/people/\d+/removal", page)
        assert removal
        assert lena.post(removal[0]).status_code == 303

    def test_a_claimed_fact_that_follows_is_refused_alike(self, sale, lena):
        page = lena.post(
            reverse("evidence-give", args=[sale.deal.number, "signed"]), {"words": "x"}
        )
        assert page.status_code == 404
        answer = lena.api(
            "POST", f"deals/{sale.deal.number}/evidence", {"kind": "signed", "words": "x"}
        )
        assert code_of(answer) == "evidence_follows"

    def test_loss_and_reopening(self, sale, lena):
        number = sale.deal.number
        empty = lena.post(reverse("deal-lose", args=[number]), {"reason": "", "lost_to": "Fjord"})
        assert empty.status_code == 422
        assert "Fjord" in empty.content.decode()
        assert (
            lena.post(reverse("deal-lose", args=[number]), {"reason": "Price"}).status_code == 303
        )
        twice = lena.api("POST", f"deals/{number}/loss", {"reason": "Price"})
        assert code_of(twice) == "deal_closed"
        again = lena.api("POST", f"deals/{number}/reopening", {"reason": "They rang"})
        assert again.json()["outcome"] == "open"
        lena.api("POST", f"deals/{number}/loss", {"reason": "Price"})
        page = lena.post(reverse("deal-reopen", args=[number]), {"reason": "They rang"})
        assert page.status_code == 303

    def test_work_is_logged_in_one_line(self, sale, lena):
        url = reverse("deal-time", args=[sale.deal.number])
        assert lena.post(url, {"line": "45m demo prep"}).status_code == 303
        detail = lena.api("GET", f"deals/{sale.deal.number}").json()
        assert detail["presale_seconds"] == 2700
        unclear = lena.post(url, {"line": "some words only"})
        assert unclear.status_code == 409
        assert "some words only" in unclear.content.decode()


class TestMeetings:
    def body(self, sale, **fields):
        return {
            "title": "First call",
            "kind": "discovery",
            "means": "meeting",
            "starts_at": START,
            "minutes": 60,
            "guests": [sale.ann.pk],
            **fields,
        }

    def test_a_meeting_is_planned_by_either_door(self, sale, lena):
        me = sale.world.people["lena"].pk
        page = lena.post(reverse("meeting-new", args=[sale.deal.number]), {
            **self.body(sale),
            "seat_person": [me, "", ""], "seat_part": ["lead", "active", "active"],
        })  # fmt: skip
        assert page.status_code == 303
        made = lena.api("POST", f"deals/{sale.deal.number}/meetings", {
            **self.body(sale), "seats": [{"person": me, "part": "lead"}],
        })  # fmt: skip
        assert made.status_code == 201
        one, other = Meeting.objects.order_by("number")
        assert one.starts_at == other.starts_at

    @pytest.mark.parametrize(
        ("start", "code"), [("2026-03-29T01:30", "no_such_time"), ("soon", "invalid_input")]
    )
    def test_a_time_that_does_not_exist_is_refused_alike(self, sale, lena, start, code):
        answer = lena.api(
            "POST", f"deals/{sale.deal.number}/meetings", self.body(sale, starts_at=start)
        )
        assert code_of(answer) == code
        page = lena.post(
            reverse("meeting-new", args=[sale.deal.number]), self.body(sale, starts_at=start)
        )
        assert page.status_code == answer.status_code
        text = page.content.decode()
        assert "First call" in text
        assert start in text
        if code == "no_such_time":
            assert "Choose 00:45 or 02:00" in text
            assert "00:45" in answer.json()["remedy"]
        assert not Meeting.objects.exists()

    def test_an_hour_shown_twice_is_a_doubt_that_both_doors_can_set_aside(self, sale, lena):
        twice = self.body(sale, starts_at="2026-10-25T01:30", minutes=15)
        answer = lena.api("POST", f"deals/{sale.deal.number}/meetings", twice)
        assert [one["code"] for one in answer.json()["cautions"]] == ["hour_repeated"]
        page = lena.post(reverse("meeting-new", args=[sale.deal.number]), twice)
        assert 'value="hour_repeated"' in page.content.decode()
        aside = {**twice, "setting_aside": ["hour_repeated"]}
        assert lena.post(reverse("meeting-new", args=[sale.deal.number]), aside).status_code == 303
        assert lena.api("POST", f"deals/{sale.deal.number}/meetings", aside).status_code == 201

    def test_the_whole_play(self, sale, lena):
        me = sale.world.people["lena"].pk
        number = sale.meeting().number
        url = reverse("meeting-readiness", args=[number, "price_answer"])
        assert lena.post(url, {"item": "price_answer", "said": "Twelve once"}).status_code == 303
        ready = lena.api(
            "POST", f"meetings/{number}/readiness", {"item": "problem", "said": "Backups fail"}
        ).json()
        states = {one["item"]: one["state"] for one in ready["readiness"]}
        assert (states["price_answer"], states["problem"]) == ("answered", "answered")
        huddled = lena.post(reverse("meeting-huddle", args=[number]), {
            "goal": "Learn who decides", "seat_person": [me], "seat_part": ["lead"],
        })  # fmt: skip
        assert huddled.status_code == 303
        again = lena.api(
            "POST",
            f"meetings/{number}/huddle",
            {"goal": "", "seats": [{"person": me, "part": "active"}]},
        )
        assert {one["code"] for one in again.json()["reasons"]} == {"goal_missing", "lead_missing"}
        lena.at = OPENING + timedelta(hours=4)
        half = lena.post(reverse("meeting-debrief", args=[number]), {
            "said": "Long notes that must stay", "gap_need": ["Saturdays", "", ""],
            "gap_killer": ["0"],
        })  # fmt: skip
        assert half.status_code == 409
        assert "Long notes that must stay" in half.content.decode()
        assert "Saturdays" in half.content.decode()
        done = lena.post(reverse("meeting-debrief", args=[number]), {
            "result": "met", "next_step": "Send a draft", "next_step_on": "2026-03-04",
            "gap_need": ["Saturdays", "", "Sundays"], "gap_killer": ["2"],
        })  # fmt: skip
        assert done.status_code == 303
        found = dict(Gap.objects.values_list("need", "is_killer"))
        assert found == {"Saturdays": False, "Sundays": True}
        twice = lena.api(
            "POST",
            f"meetings/{number}/debrief",
            {"result": "met", "next_step": "x", "next_step_on": "2026-03-04"},
        )
        assert code_of(twice) == "meeting_over"

    def test_debriefing_by_a_program_and_cancelling(self, sale, lena):
        number, other = sale.meeting().number, sale.meeting(title="Other").number
        assert (
            lena.api("POST", f"meetings/{other}/cancellation", {"reason": "Ill"}).json()["state"]
            == "cancelled"
        )
        third = sale.meeting(title="Third").number
        assert (
            lena.post(reverse("meeting-cancel", args=[third]), {"reason": "Ill"}).status_code == 303
        )
        early = lena.api("POST", f"meetings/{number}/debrief", {"result": "met"})
        assert code_of(early) == "meeting_not_begun"
        lena.at = OPENING + timedelta(hours=4)
        done = lena.api("POST", f"meetings/{number}/debrief", {
            "result": "partly", "no_next_step_because": "They ring", "gaps": [{"need": "Nights"}],
        })  # fmt: skip
        assert done.json()["result"] == "partly"
        assert Gap.objects.get().need == "Nights"

    def test_moving_a_meeting(self, sale, lena):
        meeting = sale.meeting()
        moved = self.body(sale, starts_at="2026-03-04T11:00")
        assert (
            lena.post(
                reverse("meeting-edit", args=[meeting.number]), {**moved, "version": "1"}
            ).status_code
            == 303
        )
        stale = lena.api("PUT", f"meetings/{meeting.number}", moved, **{"If-Match": '"1"'})
        assert code_of(stale) == "changed_meanwhile"
        ok = lena.api("PUT", f"meetings/{meeting.number}", {**moved, "title": "Renamed"})
        assert ok.json()["title"] == "Renamed"


class TestRatingLink:
    @pytest.fixture
    def link(self, sale):
        meeting = sale.meeting()
        made = ask_for_ratings(meeting=meeting, by=sale.world.lena, at=meeting.ends_at)
        return reverse("rate-meeting", args=[next(iter(made.values()))])

    def visit(self, method, url, data=None, at=OPENING + timedelta(hours=4)):
        with standing_at(at):
            return getattr(Client(), method)(url, data or {})

    def test_looking_rates_nothing_and_one_click_rates_once(self, sale, link):
        assert self.visit("get", link).status_code == 200
        assert MeetingGuest.objects.get().rating is None
        assert self.visit("post", link, {"rating": "4", "comment": "Knew us"}).status_code == 200
        guest = MeetingGuest.objects.get()
        assert (guest.rating, guest.comment) == (4, "Knew us")
        assert self.visit("post", link, {"rating": "1"}).status_code == 409
        assert "Thank you" in self.visit("get", link).content.decode()
        assert MeetingGuest.objects.get().rating == 4

    def test_after_two_weeks_it_is_closed(self, sale, link):
        late = OPENING + timedelta(days=20)
        assert "no longer open" in self.visit("get", link, at=late).content.decode()
        assert self.visit("post", link, {"rating": "4"}, at=late).status_code == 409
        assert MeetingGuest.objects.get().rating is None

    @pytest.mark.parametrize(
        "wrong", ["x", "1-", "0-abc", "99999999999-abc", "\uff11-abc", "1-" + "x" * 90]
    )
    def test_another_secret_leads_nowhere(self, sale, link, wrong):
        assert self.visit("get", reverse("rate-meeting", args=[wrong])).status_code == 404
        assert self.visit("post", link + "x", {"rating": "4"}).status_code == 404

    def test_a_strangers_provider_number_does_not_help(self, sale, link, elsewhere):
        swapped = re.sub(r"/\d+-", f"/{elsewhere.provider.pk}-", link)
        assert self.visit("get", swapped).status_code == 404

    def test_the_page_shows_nothing_of_the_deal(self, sale, link):
        text = self.visit("get", link).content.decode()
        assert "First call" in text
        for hidden in ("Server refresh", "12,400", "Lena", "Bob Low"):
            assert hidden not in text

    def test_the_job_asks_each_guest_by_mail_once(self, sale, django_capture_on_commit_callbacks):
        meeting = sale.meeting(guests=[sale.ann, sale.bob])
        for later, said in ((timedelta(minutes=10), "0"), (timedelta(hours=1), "1"),
                            (timedelta(hours=2), "0")):  # fmt: skip
            with django_capture_on_commit_callbacks(execute=True):
                came = ask_ratings(by=sale.world.system, at=meeting.ends_at + later)
            assert came == f"{said} asked"
        assert [one.to for one in mail.outbox] == [["ann@acme.example"]]
        path = re.search(r"/rate/\S+", str(mail.outbox[0].body))
        assert path
        assert self.visit("get", path[0]).status_code == 200

    def test_asking_by_hand_from_page_and_program(self, sale, lena):
        number = sale.meeting().number
        early = lena.api("POST", f"meetings/{number}/rating")
        assert code_of(early) == "meeting_not_over"
        lena.at = OPENING + timedelta(hours=4)
        assert lena.post(reverse("meeting-ask-rating", args=[number])).status_code == 303
        assert lena.api("POST", f"meetings/{number}/rating").json() == {"asked": 0}


class TestGaps:
    def test_found_changed_and_disclosed_by_either_door(self, sale, lena, doors_of):
        dana = doors_of("dana")
        number = sale.deal.number
        assert (
            dana.post(
                reverse("gap-new", args=[number]), {"need": "Saturdays", "answer": "gap"}
            ).status_code
            == 303
        )
        made = dana.api("POST", f"deals/{number}/gaps", {"need": "Nights", "is_killer": True})
        assert made.status_code == 201
        one, other = Gap.objects.order_by("number")
        changed = lena.api("PUT", f"gaps/{one.number}", {"need": "Saturdays", "answer": "partner"})
        assert changed.json()["answer"] == "partner"
        assert (
            lena.post(
                reverse("gap-edit", args=[other.number]), {"need": "Nights", "answer": "roadmap"}
            ).status_code
            == 303
        )
        told = lena.api("POST", f"gaps/{one.number}/disclosure", {"to": sale.ann.pk})
        assert told.json()["disclosed_to"] == sale.ann.pk
        lena.at = OPENING + timedelta(days=1)
        assert lena.post(reverse("gap-disclose", args=[other.number]), {
            "to": sale.bob.pk, "disclosed_at": "2026-03-02T10:30", "workaround": "Remote",
        }).status_code == 303  # fmt: skip
        other.refresh_from_db()
        assert other.workaround == "Remote"
        assert code_of(lena.api("POST", f"gaps/{one.number}/disclosure", {"to": sale.ann.pk})) == (
            "gap_disclosed"
        )

    def test_an_empty_need_keeps_the_rest(self, sale, lena):
        page = lena.post(
            reverse("gap-new", args=[sale.deal.number]),
            {"need": "", "answer": "gap", "workaround": "Kept words"},
        )
        assert page.status_code == 422
        assert "Kept words" in page.content.decode()

    def test_the_register_shows_what_the_customer_does_not_know(self, sale, lena):
        find_gap(deal=sale.deal, need="Saturdays", by=sale.world.dana, at=sale.at)
        assert "Not disclosed" in lena.get(reverse("gaps")).content.decode()
        rows = lena.api("GET", "gaps?disclosed=no").json()["items"]
        assert [one["need"] for one in rows] == ["Saturdays"]
        assert lena.api("GET", "gaps?disclosed=yes").json()["items"] == []


STRANGE = [
    ("GET", "deals/{deal}", None),
    ("PATCH", "deals/{deal}", {"title": "x"}),
    ("POST", "deals/{deal}/loss", {"reason": "x"}),
    ("POST", "deals/{deal}/reopening", {"reason": "x"}),
    ("POST", "deals/{deal}/evidence", {"kind": "problem_stated", "words": "x"}),
    ("POST", "deals/{deal}/evidence/1/withdrawal", {"reason": "x"}),
    ("PUT", "deals/{deal}/people", {"contact": 1, "part": "user"}),
    ("DELETE", "deals/{deal}/people/1", None),
    ("POST", "deals/{deal}/meetings", {"title": "x", "starts_at": START}),
    ("POST", "deals/{deal}/gaps", {"need": "x"}),
    ("GET", "meetings/{meeting}", None),
    ("PUT", "meetings/{meeting}", {"title": "x", "starts_at": START}),
    ("POST", "meetings/{meeting}/cancellation", {"reason": "x"}),
    ("POST", "meetings/{meeting}/readiness", {"item": "problem"}),
    ("POST", "meetings/{meeting}/huddle", {"goal": "x"}),
    ("POST", "meetings/{meeting}/debrief", {}),
    ("POST", "meetings/{meeting}/rating", None),
    ("GET", "gaps/{gap}", None),
    ("PUT", "gaps/{gap}", {"need": "x"}),
    ("POST", "gaps/{gap}/disclosure", {"to": 1}),
]


@pytest.mark.parametrize(("method", "path", "body"), STRANGE)
def test_a_stranger_finds_nothing_by_the_api(sale, olga, method, path, body):
    meeting = sale.meeting()
    gap = find_gap(deal=sale.deal, need="x", by=sale.world.dana, at=sale.at)
    filled = path.format(deal=sale.deal.number, meeting=meeting.number, gap=gap.number)
    answer = olga.api(method, filled, body)
    assert (answer.status_code, code_of(answer)) == (404, "not_found")


@pytest.mark.parametrize("path", ["deals", "meetings", "gaps"])
def test_a_strangers_lists_are_empty(sale, olga, path):
    sale.meeting()
    find_gap(deal=sale.deal, need="x", by=sale.world.dana, at=sale.at)
    assert olga.api("GET", path).json()["items"] == []


FORMS = [
    ("deal-step", "deal"), ("deal-lose", "deal"), ("deal-move", "deal"), ("deal-time", "deal"),
    ("deal-contact", "deal"), ("meeting-new", "deal"), ("gap-new", "deal"), ("deal-edit", "deal"),
    ("meeting-edit", "meeting"), ("meeting-cancel", "meeting"), ("meeting-huddle", "meeting"),
    ("meeting-debrief", "meeting"), ("meeting-ask-rating", "meeting"), ("gap-edit", "gap"),
    ("gap-disclose", "gap"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "needs"), FORMS)
def test_a_stranger_can_post_to_nothing(sale, olga, name, needs):
    numbers = {
        "deal": sale.deal.number,
        "meeting": sale.meeting().number,
        "gap": find_gap(deal=sale.deal, need="x", by=sale.world.dana, at=sale.at).number,
    }
    assert olga.post(reverse(name, args=[numbers[needs]]), {"reason": "x"}).status_code == 404


def test_somebody_of_another_provider_cannot_be_named(sale, lena, elsewhere):
    strange = elsewhere.people["olga"].pk
    answer = lena.api(
        "POST", "deals", {"company": sale.acme.number, "title": "x", "owner": strange}
    )
    assert answer.status_code == 404
    meeting = sale.meeting()
    seats = [{"person": strange, "part": "lead"}]
    assert (
        lena.api(
            "POST", f"meetings/{meeting.number}/huddle", {"goal": "x", "seats": seats}
        ).status_code
        == 404
    )


def test_a_technician_may_not_change_deals_by_either_door(sale, doors_of):
    dana = doors_of("dana")
    assert (
        dana.post(reverse("deal-lose", args=[sale.deal.number]), {"reason": "x"}).status_code == 403
    )
    answer = dana.api("POST", f"deals/{sale.deal.number}/loss", {"reason": "x"})
    assert (answer.status_code, code_of(answer)) == (403, "not_allowed")
