"""The foundation's pages as a browser gets them."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from upheld.foundation.models import RecordCheck, RecordEntry, SavedView
from upheld.foundation.tenancy.scope import no_provider, open_provider
from upheld.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.test import Client

    from upheld.demo.cast import Company


@pytest.fixture
def browser(world: Company, client: Client) -> Callable[[str], Client]:
    """Sign somebody in by their short name."""

    def sign_in(handle: str) -> Client:
        client.force_login(Person.objects.select_related("user").get(handle=handle).user)
        return client

    return sign_in


def text_of(response: HttpResponse) -> str:
    assert response.status_code == 200, response.content[:2000]
    return response.content.decode()


def test_the_record_is_listed_for_its_owner(browser: Any) -> None:
    page = text_of(browser("ana").get("/record"))
    assert "Ana Reyes" in page
    assert "Never checked" in page
    assert "9 entries" in page
    assert 'href="/record/8"' in page


@pytest.mark.parametrize("path", ["/record", "/record/3", "/record/3/receipt"])
def test_the_record_needs_its_right(path: str, browser: Any) -> None:
    assert browser("sam").get(path).status_code == 403


def test_another_providers_entries_do_not_exist(
    browser: Any, elsewhere: Company, world: Company
) -> None:
    with open_provider(elsewhere.provider.pk):
        assert RecordEntry.objects.count() == 2
    assert browser("ana").get("/record/9").status_code == 404
    assert browser("ana").get("/record/99999999999999999999").status_code == 404
    assert "Olga" not in text_of(browser("ana").get("/record"))


def test_an_entry_shows_what_is_hashed_and_what_is_not(browser: Any) -> None:
    entry = RecordEntry.objects.get(sequence=3)
    page = text_of(browser("ana").get("/record/3"))
    assert entry.leaf_hash in page
    assert "Lena Brandt" in page
    receipt = json.loads(browser("ana").get("/record/3/receipt").content)
    assert receipt["leaf_hash"] == entry.leaf_hash
    assert "Lena" not in json.dumps(receipt)


def test_checking_the_record_keeps_what_was_found(browser: Any) -> None:
    done = browser("ana").post("/record/check", follow=True)
    assert "All of it holds." in text_of(done)
    assert RecordCheck.objects.get().well
    assert browser("sam").post("/record/check").status_code == 403
    assert browser("ana").get("/record/check").status_code == 405


def test_a_list_page_stays_within_its_queries(browser: Any) -> None:
    client = browser("ana")
    with no_provider(), CaptureQueriesContext(connection) as made:
        text_of(client.get("/record?who=me"))
    reading = [
        query["sql"] for query in made.captured_queries
        if ("foundation_" in query["sql"] or "people_person" in query["sql"])
        and "people_membership" not in query["sql"]
    ]  # fmt: skip
    # Three for the list (rows with count, views, people), three for how the record stands, two
    # for what waits in the frame.
    assert len([sql for sql in reading if "foundation_recordentry" in sql]) == 1
    assert len(reading) <= 8, reading


def test_views_are_saved_shown_and_removed(browser: Any) -> None:
    client = browser("ana")
    form = text_of(client.get("/views/record?who=me&sort=-number&bad=1"))
    assert 'value="who=me&amp;sort=-number"' in form
    saved = client.post(
        "/views/record",
        {"name": " My   entries ", "query": "who=me&sort=-number&bad=1", "shared": "mine"},
    )
    assert saved.headers["Location"] == "/record?who=me&sort=-number"
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("My entries", "who=me&sort=-number")
    page = text_of(client.get("/record?who=me&sort=-number"))
    assert "My entries" in page
    client.post("/views/record", {"name": "My entries", "query": "number_min=2", "shared": "mine"})
    assert SavedView.objects.get().query == "number_min=2"
    assert client.post(f"/views/{view.pk}/removal").status_code == 303
    assert not SavedView.objects.exists()


def test_a_view_without_a_name_is_refused_and_nothing_typed_is_lost(browser: Any) -> None:
    refused = browser("ana").post(
        "/views/record", {"name": " ", "query": "who=me", "shared": "team"}
    )
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Give the view a name" in page
    assert 'value="who=me"' in page
    assert not SavedView.objects.exists()


def test_somebody_elses_view_cannot_be_removed(browser: Any) -> None:
    browser("ana").post("/views/record", {"name": "Mine", "query": "who=me", "shared": "mine"})
    browser("ana").post("/views/record", {"name": "Ours", "query": "who=me", "shared": "team"})
    mine, ours = SavedView.objects.get(name="Mine"), SavedView.objects.get(name="Ours")
    assert browser("sam").post(f"/views/{mine.pk}/removal").status_code == 404
    assert browser("sam").post(f"/views/{ours.pk}/removal").status_code in {303, 403}
    assert browser("sam").get("/views/no-such-list").status_code == 404


def test_a_list_is_exported_as_csv(browser: Any) -> None:
    person = Person.objects.get(handle="theo")
    with connection.cursor() as cursor:
        private = {"by": "=1+1", "subject": "\tTheo, “T”\r\n@x"}
        cursor.execute("drop trigger if exists foundation_recordentry_no_update" + (
            " on foundation_recordentry" if connection.vendor == "postgresql" else ""))  # fmt: skip
        cursor.execute(
            "update foundation_recordentry set private = %s where subject_id = %s",
            [json.dumps(private), person.pk],
        )
    response = browser("ana").get("/record?export=csv&q=person&who=me&number_min=6&number_max=6")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="record-')
    body = b"".join(response.streaming_content)
    assert body.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert lines[0] == ["No.", "When", "Who", "What", "About"]
    assert lines[1][0] == "6"
    assert lines[1][1] == "2026-03-02T09:00:00+00:00"
    assert lines[1][2] == "'=1+1"
    assert lines[1][4].startswith("'\t")
    assert len(lines) == 2


def test_a_list_is_exported_as_a_workbook(browser: Any) -> None:
    response = browser("ana").get("/record?export=xlsx&sort=number&col=number&col=who&col=at")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert sheet is not None
    rows: list[Any] = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("No.", "When", "Who")
    assert [row[0] for row in rows[1:]] == list(range(9))
    assert rows[2][1].isoformat() == "2026-03-02T09:00:00"


def test_the_theme_is_kept(browser: Any, world: Company) -> None:
    client = browser("sam")
    done = client.post("/theme", {"theme": "dark"}, headers={"referer": "http://testserver/search"})
    assert done.headers["Location"] == "/search"
    assert 'data-theme="dark"' in text_of(client.get("/search"))
    assert client.post("/theme", {"theme": "pink"}).status_code == 422
    assert client.get("/theme").status_code == 405


def test_the_gallery_needs_a_sign_in_alone(browser: Any, client: Client) -> None:
    with no_provider():
        assert client.get("/components").status_code == 302
    assert "Component gallery" in text_of(browser("theo").get("/components"))


@pytest.mark.parametrize("query", ["", "zzz", "a" * 300, "%00", "<script>", "sam&kind=x"])
def test_search_answers_anything(query: str, browser: Any) -> None:
    page = text_of(browser("theo").get(f"/search?q={query}"))
    assert "<script>alert" not in page


def test_the_palette_answers_a_fragment(browser: Any) -> None:
    page = text_of(browser("theo").get("/palette?q=zzz"))
    assert "Nothing found" in page
    assert "<html" not in page


def test_every_route_of_the_foundation_is_there() -> None:
    for name in ("search", "palette", "record", "theme", "components"):
        assert reverse(name)
    assert reverse("record-entry", args=[1])
    assert reverse("saved-view-save", args=["record"])
    assert reverse("saved-view-remove", args=[1])
