"""The playbook through its pages and its API: written, published, followed, reported, answered."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from upheld.playbook.models import Procedure, Report, Run

NEW = {"title": "New starter", "text": "1. Make the mailbox.\n2. Order a laptop.",
       "subject": "People", "review_every_days": 90}  # fmt: skip


def text_of(answer):
    return answer.content.decode()


class TestWriting:
    def test_a_technician_writes_and_sam_publishes(self, world, doors_of):
        dana, sam = doors_of("dana"), doors_of("sam")
        made = dana.post("/playbook/new", {**NEW, "owner": world.people["sam"].pk})
        assert (made.status_code, made.headers["Location"]) == (303, "/playbook/1/draft")
        refused = dana.post("/playbook/1/draft", {"why": "First"})
        assert refused.status_code == 409
        assert "kept by Sam" in text_of(refused)

        assert sam.post("/playbook/1/draft", {"why": "First"}).status_code == 303
        page = text_of(dana.get("/playbook/1"))
        assert "Make the mailbox." in page
        assert "Revision 1 of" in page

    def test_through_the_api(self, world, doors_of):
        dana, sam = doors_of("dana"), doors_of("sam")
        made = dana.api("POST", "procedures", {**NEW, "owner": world.people["sam"].pk})
        assert (made.status_code, made.json()["standing"]) == (201, "draft")
        assert dana.api("POST", "procedures/1/draft/publication", {}).status_code == 409

        published = sam.api("POST", "procedures/1/draft/publication", {"why": "First"})
        assert (published.status_code, published.json()["number"]) == (201, 1)
        read = dana.api("GET", "procedures/1").json()
        assert read["steps"] == ["Make the mailbox.", "Order a laptop."]
        assert (read["standing"], read["owner"]) == ("in_use", "Sam Okafor")

    def test_what_is_refused_keeps_what_was_typed(self, doors_of):
        answer = doors_of("dana").post("/playbook/new", {**NEW, "title": ""})
        assert answer.status_code == 422
        assert "Order a laptop." in text_of(answer)

        bad = doors_of("dana").api("POST", "procedures", {**NEW, "review_every_days": 2})
        assert bad.status_code == 422

    def test_markdown_is_shown_and_nothing_in_it_can_harm(self, publish, doors_of):
        publish(text="## Before\n\n1. Run <script>alert(1)</script>`x`\n\n"
                "[bad](javascript:alert(1)) [good](https://example.org) ![i](https://x.example/i)\n"
                "<img src=x onerror=alert(1)> <a href='//x.example'>y</a>\n")  # fmt: skip
        page = text_of(doors_of("dana").get("/playbook/1"))
        body = page[page.index('class="procedure"') :]
        body = body[: body.index("</section>") + 600]

        assert "<h2>Before</h2>" in body
        assert '<a href="https://example.org"' in body
        for harm in ("<script>alert", 'href="javascript', "onerror", "<img", "x.example"):
            assert harm not in body

    def test_differences_are_shown_word_by_word(self, procedure, doors_of):
        sam = doors_of("sam")
        changed = procedure.text.replace("the console", "the new console")
        sam.post("/playbook/1/edit", {"title": procedure.title, "text": changed, "why": "Moved"})
        assert "<ins>new </ins>" in text_of(sam.get("/playbook/1/draft"))
        sam.post("/playbook/1/draft", {"why": "The console has moved"})

        page = text_of(sam.get("/playbook/1/differences"))
        assert "<ins>new </ins>" in page
        assert "The console has moved" in page
        told = sam.api("GET", "procedures/1/revisions/2/changes").json()
        assert {"kind": "come", "text": "new "} in [
            piece for passage in told["passages"] for piece in passage["pieces"]
        ]
        assert "An older revision" in text_of(sam.get("/playbook/1/revisions/1"))

    def test_files_are_brought_in_by_whoever_may_publish(self, doors_of):
        def files():
            restore = SimpleUploadedFile("restore.md", b"# Restore\n\n1. Console.\n")
            starter = SimpleUploadedFile("starter.md", b"# Starter\n\n1. Mailbox.\n")
            return {"files": [restore, starter]}

        assert doors_of("dana").post("/playbook/bring-in", files()).status_code == 403
        assert doors_of("sam").post("/playbook/bring-in", files()).status_code == 303
        assert doors_of("sam").post("/playbook/bring-in", files()).status_code == 303
        assert sorted(Procedure.objects.values_list("title", "revision")) == [
            ("Restore", 1), ("Starter", 1),
        ]  # fmt: skip
        bad = {"files": [SimpleUploadedFile("x.md", b"\xff\xfe\x00")]}
        assert doors_of("sam").post("/playbook/bring-in", bad).status_code == 422
        page = {"path": "desk/label.md", "text": "1. Print."}
        assert doors_of("sam").api("POST", "procedure-pages", page).json()["came"] == "new"


class TestKeeping:
    def test_people_are_asked_and_say_that_they_have_read_it(self, world, procedure, doors_of):
        dana, sam = doors_of("dana"), doors_of("sam")
        assert sam.post("/playbook/1/readers", {"people": ["x"]}).status_code == 422
        sam.post("/playbook/1/readers", {"people": [world.people["dana"].pk]})
        assert "You were asked to read" in text_of(dana.get("/playbook/"))
        assert [one["number"] for one in dana.api("GET", "procedure-readings").json()] == [1]

        assert dana.post("/playbook/1/read", {"revision": 1}).status_code == 303
        assert "You were asked to read" not in text_of(dana.get("/playbook/"))
        stale = dana.api("POST", "procedures/1/acknowledgement", {"revision": 7})
        assert (stale.status_code, stale.json()["code"]) == (409, "revised_meanwhile")

    def test_the_list_knows_what_is_out_of_date(self, publish, doors_of):
        publish("Old one", every=7)
        sam = doors_of("sam")
        assert "Old one" not in text_of(sam.get("/playbook/?outdated=yes"))
        sam.at = sam.at.replace(month=sam.at.month + 1)
        assert "Old one" in text_of(sam.get("/playbook/?outdated=yes"))
        assert "Out of date" in text_of(sam.get("/playbook/1"))

        assert sam.post("/playbook/1/confirmation").status_code == 303
        assert "Old one" not in text_of(sam.get("/playbook/?outdated=yes"))

    def test_it_is_withdrawn_with_a_reason(self, procedure, doors_of):
        assert doors_of("sam").post("/playbook/1/withdrawal", {"reason": ""}).status_code == 422
        gone = doors_of("sam").api("POST", "procedures/1/withdrawal", {"reason": "No console"})
        assert gone.json()["standing"] == "withdrawn"
        assert "do not follow it" in text_of(doors_of("dana").get("/playbook/1"))

    def test_who_keeps_it_changes_unless_somebody_was_quicker(self, world, procedure, doors_of):
        body = {"subject": "Storage", "owner": world.people["dana"].pk, "review_every_days": 30}
        late = doors_of("sam").api("PUT", "procedures/1/keeping", body, **{"If-Match": '"1"'})
        assert late.status_code == 409
        kept = doors_of("sam").api("PUT", "procedures/1/keeping", body)
        assert (kept.json()["owner"], kept.json()["subject"]) == ("Dana Whitfield", "Storage")

    def test_pairs_are_shown_and_told_apart(self, procedure, publish, doors_of):
        publish("Restoring servers", "1. Ring the vendor.")
        dana = doors_of("dana")
        pair = dana.api("GET", "procedure-pairs").json()[0]
        assert "Restoring servers" in text_of(dana.get("/playbook/alike"))
        assert "Perhaps on the same subject" in text_of(dana.get("/playbook/1"))
        path = f"/playbook/alike/{pair['pair']}"
        assert dana.post(path, {"reason": ""}).status_code == 422
        assert dana.post(path, {"reason": "One is for tape"}).status_code == 303
        assert dana.api("GET", "procedure-pairs").json() == []


class TestFollowing:
    def test_from_a_ticket_step_by_step(self, procedure, on, doors_of):
        dana = doors_of("dana")
        ticket = text_of(dana.get(on.url))
        assert "Procedures followed" in ticket
        begin = f"/playbook/runs/new?kind=ticket&amp;on={on.id}"
        assert begin in ticket
        assert "Restore a server" in text_of(dana.get(begin.replace("&amp;", "&")))

        made = dana.post("/playbook/runs/new", {"kind": "ticket", "on": on.id, "procedure": 1})
        assert made.headers["Location"] == "/playbook/runs/1"
        part = dana.post("/playbook/runs/1/steps/1", {"state": "done"}, **{"HX-Request": "true"})
        assert 'id="checklist"' in text_of(part)
        assert "<html" not in text_of(part)
        assert dana.post("/playbook/runs/1/steps/2", {"state": "skipped"}).status_code == 422
        page = text_of(dana.get("/playbook/runs/1"))
        assert "1 of 3" in page
        assert "1 of 3" in text_of(dana.get(on.url))

    def test_through_the_api(self, procedure, on, doors_of):
        dana = doors_of("dana")
        body = {"procedure": 1, "on": {"kind": "ticket", "number": on.row.number}}
        assert dana.api("POST", "procedure-runs", body).json()["steps"] == 3
        ticked = dana.api("PUT", "procedure-runs/1/steps/3", {"state": "done", "note": "Fine"})
        assert ticked.json()["checklist"][2]["by"] == "Dana Whitfield"
        ended = dana.api("POST", "procedure-runs/1/breaking-off", {"reason": "It came back"})
        assert ended.json()["state"] == "broken_off"

        nowhere = {**body, "on": {"kind": "ticket", "number": 99}}
        assert dana.api("POST", "procedure-runs", nowhere).json()["code"] == "no_such_target"

    def test_an_outdated_one_asks_first(self, procedure, on, doors_of):
        dana = doors_of("dana")
        dana.at = dana.at.replace(year=dana.at.year + 1)
        data = {"kind": "ticket", "on": on.id, "procedure": 1}
        url = f"/playbook/runs/new?kind=ticket&on={on.id}"
        asked = dana.post(url, data)
        assert asked.status_code == 409
        assert "procedure_outdated" in text_of(asked)

        assert dana.post(url, {**data, "setting_aside": "procedure_outdated"}).status_code == 303
        assert Run.objects.get().outdated_when_begun
        assert "Out of date" in text_of(dana.get(on.url))


class TestReporting:
    def test_from_a_run_to_the_owners_answer(self, procedure, on, doors_of):
        dana, sam = doors_of("dana"), doors_of("sam")
        dana.post("/playbook/runs/new", {"kind": "ticket", "on": on.id, "procedure": 1})
        assert "Server is gone" in text_of(dana.get("/playbook/1/report?run=1&step=2"))
        said = {"kind": "wrong", "words": "The console is gone", "step": 2, "run": 1}
        assert dana.post("/playbook/1/report?run=1", said).status_code == 303
        report = Report.objects.get()
        assert (report.step, report.on_title) == (2, "Server is gone")
        assert "The console is gone" in text_of(sam.get("/playbook/reports/"))
        assert "The console is gone" in text_of(sam.get("/waiting"))

        sam.post("/playbook/1/edit", {"title": "Restore", "text": "1. New console.", "why": "x"})
        sam.post("/playbook/1/draft", {"why": "The console has moved", "reports": ["1"]})
        report.refresh_from_db()
        assert (report.state, report.corrected_in.number) == ("corrected", 2)
        assert "The console has moved" in text_of(dana.get("/playbook/reports/1"))

    def test_a_missing_one_from_the_work(self, on, doors_of):
        dana = doors_of("dana")
        url = f"/playbook/missing?kind=ticket&on={on.id}"
        assert "Server is gone" in text_of(dana.get(url))
        data = {"words": "Moving a number", "kind": "ticket", "on": on.id}
        assert dana.post(url, data).status_code == 303
        listed = dana.api("GET", "procedure-reports").json()["items"]
        assert [(one["words"], one["on_title"]) for one in listed] == [
            ("Moving a number", "Server is gone")
        ]

    def test_a_report_is_declined_with_a_reason(self, procedure, doors_of):
        dana, sam = doors_of("dana"), doors_of("sam")
        made = dana.api("POST", "procedures/1/reports", {"kind": "unclear", "words": "Which?"})
        assert (made.status_code, made.json()["revision"]) == (201, 1)
        assert dana.api("POST", "procedure-reports/1/declining", {"reason": "x"}).status_code == 409
        assert sam.post("/playbook/reports/1", {"answer": ""}).status_code == 422
        assert sam.post("/playbook/reports/1", {"answer": "The one"}).status_code == 303
        assert dana.api("GET", "procedure-reports/1").json()["answer"] == "The one"


@pytest.mark.parametrize(
    "path",
    ["1", "1/draft", "1/revisions/1", "1/differences", "1/report", "runs/1", "reports/1"],
)
def test_a_stranger_finds_nothing(procedure, on, olga, doors_of, path):
    doors_of("dana").post("/playbook/runs/new", {"kind": "ticket", "on": on.id, "procedure": 1})
    doors_of("dana").api("POST", "procedures/1/reports", {"kind": "wrong", "words": "x"})

    assert olga.get(f"/playbook/{path}").status_code == 404
    assert 'href="/playbook/1"' not in text_of(olga.get("/playbook/"))


class TestTime:
    def test_a_procedure_is_found_by_its_name_and_other_words_stay_own_work(
        self, procedure, doors_of
    ):
        dana = doors_of("dana")
        on = dana.api("POST", "capture", {"line": "procedure restore-a-server 30m"})
        assert on.status_code == 201, on.content
        other = dana.api("POST", "capture", {"line": "procedure labels 10m"})
        assert other.status_code == 201, other.content

        page = text_of(dana.get("/time/"))
        assert "Restore a server" in page
        assert "Procedure: labels" in page
