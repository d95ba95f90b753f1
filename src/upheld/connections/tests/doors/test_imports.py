"""Imports through both doors: brought, checked, tried, started; hostile files; strangers."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.entering import browser, key_of

from upheld.connections.jobs import forget_files, run_import, weigh_import
from upheld.connections.models import ImportRefusal, ImportRun, SavedMapping
from upheld.customers.models import Company
from upheld.demo.cast import OPENING
from upheld.foundation.actor import system
from upheld.foundation.clock import standing_at
from upheld.foundation.models.jobs import Job

TABLE = (
    b"id,name,employees\n1,Acme,40\n2,=cmd|' /C calc'!A0,\n3,Brook,many\n"
    b"4,Cade,4\n5,Dell,5\n6,Edge,6\n7,Fern,7\n"
)
"""Seven companies: one is named like a formula, one says “many” where a number belongs."""


class Doors:
    """Both doors for one person, at a moment that stands still."""

    def __init__(self, company, who: str) -> None:
        self.company, self.who, self._secret = company, who, ""

    def get(self, name: str, *args: int) -> Any:
        with standing_at(OPENING):
            return browser(self.company, self.who).get(reverse(name, args=args))

    def post(self, name: str, /, *args: int, **data: Any) -> Any:
        with standing_at(OPENING):
            return browser(self.company, self.who).post(reverse(name, args=args), data)

    def bring(self, content: bytes, kind: str = "companies", name: str = "file.csv") -> Any:
        return self.post("import-new", kind=kind, file=SimpleUploadedFile(name, content))

    def api(self, method: str, path: str, body: bytes = b"", **extra: Any) -> Any:
        with standing_at(OPENING):
            return Client().generic(
                method, f"/api/v1/{path}", body,
                content_type=extra.pop("content_type", "application/octet-stream"),
                headers={"Authorization": f"Bearer {self._token()}", **extra},
            )  # fmt: skip

    def _token(self) -> str:
        self._secret = self._secret or key_of(self.company, self.who)
        return self._secret


@pytest.fixture(autouse=True)
def _files_apart(tmp_path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ana(world) -> Doors:
    return Doors(world, "ana")


@pytest.fixture
def olga(elsewhere) -> Doors:
    return Doors(elsewhere, "olga")


def only_run() -> ImportRun:
    return ImportRun.objects.get()


def in_background(world) -> str:
    """Run what was queued, as a worker does, but in the test's own transaction."""
    job = Job.objects.filter(code__startswith="connections.", state="queued").latest("pk")
    work = {"connections.run_import": run_import, "connections.weigh_import": weigh_import}
    job_by = system(world.provider.pk)
    from upheld.connections import jobs

    with pytest.MonkeyPatch.context() as patch:
        # A thread of its own would not see what this test has not committed.
        patch.setattr(jobs, "_apart", lambda done: done())
        return str(work[job.code](by=job_by, at=OPENING, **job.arguments))


def staged_files() -> list[str]:
    from pathlib import Path

    return [one.name for one in Path(settings.MEDIA_ROOT, "imports").rglob("*") if one.is_file()]


class TestAFileThroughThePages:
    def test_is_looked_at_tried_started_and_reported(self, world, ana):
        brought = ana.bring(TABLE)
        assert brought.status_code == 303
        run = only_run()
        page = ana.get("import", run.number).content.decode()
        assert "Ready to check" in page
        assert "Brook" in page
        assert not Company.objects.exists()

        assert ana.post("import-trial", run.number).status_code == 303
        assert "7 rows, 1 would be refused" in in_background(world)
        tried = ana.get("import", run.number).content.decode()
        assert "What it would do" in tried
        assert "Nothing was taken in" in tried
        assert not Company.objects.exists()

        assert ana.post("import-start", run.number).status_code == 303
        assert ana.get("import-progress", run.number).status_code == 200
        in_background(world)
        run = only_run()
        assert (run.state, run.rows, run.created, run.refused) == ("done", 7, 6, 1)
        done = ana.get("import", run.number).content.decode()
        assert "What came of it" in done
        assert "employees" in done
        assert ana.get("import-progress", run.number).headers["HX-Redirect"].endswith("/imports/1")
        assert staged_files() == []

    def test_refused_rows_are_handed_out_without_formulas(self, world, ana):
        text = TABLE.replace(b"7,Fern,7", b"7,Fern,=1+1").replace(b"many", b"5")
        ana.bring(text)
        ana.post("import-start", 1)
        in_background(world)
        handed = ana.get("import-refused", 1)
        assert (
            handed.headers["Content-Disposition"] == 'attachment; filename="import-1-refused.csv"'
        )
        lines = handed.content.decode("utf-8-sig").splitlines()
        assert len(lines) == 2
        assert not any(
            cell.startswith(("=", "+", "@", "-")) for one in lines for cell in one.split(",")
        )

    def test_the_mapping_is_edited_kept_and_used_again(self, world, ana):
        ana.bring(b"Kunde,Leute\nAcme,40\n")
        run = only_run()
        assert run.mapping.get("uses", []) == []
        assert ana.post("import-start", run.number).status_code == 409
        fields = {
            "column-name": "Kunde", "column-headcount": "Leute", "system": "alt",
            "zone": "Europe/Berlin", "currency": "EUR", "version": str(run.version),
        }  # fmt: skip
        assert ana.post("import-mapping", run.number, **fields).status_code == 303
        assert ana.post("import-mapping", run.number, **fields).status_code == 409  # stale
        ana.post("import-mapping-save", run.number, name="Alte Firma")
        ana.post("import-start", run.number)
        in_background(world)
        acme = Company.objects.get()
        assert (acme.name, acme.headcount, acme.source_system) == ("Acme", 40, "alt")

        path = "imports?kind=companies&mapping=Alte%20Firma"
        again = ana.api(
            "POST",
            "imports?kind=companies&mapping=Alte%20Firma&then=wait",
            b"Kunde,Leute\nAcme,41\n",
        )
        assert again.status_code == 201
        assert again.json()["mapping"]["system"] == "alt"
        ana.post("import-mapping-remove", SavedMapping.objects.get().pk)
        gone = ana.api("POST", path, b"Kunde\nAcme\n")
        assert (gone.status_code, gone.json()["code"]) == (409, "bad_mapping")
        assert "Kept by nobody" not in ana.get("import-mappings").content.decode()

    @pytest.mark.parametrize(
        "text", ["", "[]", "{", '{"uses": 5}', '{"kind": "deals"}', "[" * 9_000]
    )
    def test_a_mapping_that_is_none_is_refused(self, ana, text):
        ana.bring(TABLE)
        answer = ana.post("import-mapping-json", 1, mapping=text)
        assert answer.status_code in {409, 422}


class TestAFileThroughTheApi:
    def test_is_brought_as_the_body_and_started(self, world, ana):
        made = ana.api("POST", "imports?kind=companies&file_name=all.csv", TABLE)
        assert made.status_code == 201
        assert (made.json()["state"], made.json()["file_name"]) == ("running", "all.csv")
        in_background(world)
        told = ana.api("GET", "imports/1").json()
        assert (told["state"], told["rows"], told["created"], told["refused"]) == ("done", 7, 6, 1)
        [refusal] = ana.api("GET", "imports/1/refusals").json()["items"]
        assert (refusal["row"], refusal["code"]) == (4, "not_a_number")

    def test_is_brought_as_a_form_and_once_for_one_key(self, ana):
        form = {"file": SimpleUploadedFile("f.csv", TABLE)}
        from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

        body = encode_multipart(BOUNDARY, form)
        for _ in range(2):
            made = ana.api(
                "POST", "imports?kind=companies&then=wait", body,
                content_type=MULTIPART_CONTENT, **{"Idempotency-Key": "once"},
            )  # fmt: skip
            assert (made.status_code, made.json()["number"]) == (201, 1)

    def test_can_be_cancelled_and_goes_on(self, world, ana):
        ana.api("POST", "imports?kind=companies", TABLE)
        assert ana.api("POST", "imports/1/cancellation").json()["state"] == "cancelled"
        assert "cancelled" in in_background(world)
        assert ana.api("POST", "imports/1/start").json()["state"] == "running"
        in_background(world)
        assert Company.objects.count() == 6
        done = ana.api("POST", "imports/1/start")
        assert done.status_code == 409


def _bomb() -> bytes:
    return gzip.compress(b"id,name\n" + b"1,a\n" * 20_000_000)


def _workbook_with_macro() -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["id", "name"])
    saved = io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return saved.getvalue()


HOSTILE = {
    "empty": lambda: b" ",
    "line_too_long": lambda: b"id,name\n1," + b"x" * 3_000_000,
    "damaged_gzip": lambda: gzip.compress(b"id,name\n" + b"1,a\n" * 9_000)[:60],
    "bomb": _bomb,
    "wrong_kind": lambda: b"%PDF-1.7\n1 0 obj\n",
    "binary": lambda: b"i\0d,name\n1,a\n",
    "no_header": lambda: b"1,2\n3,4\n",
    "duplicate_header": lambda: b"name,name\na,b\n",
    "macros": _workbook_with_macro,
    "nested": lambda: gzip.compress(gzip.compress(b"id,name\n1,a\n")),
    "damaged_json": lambda: b'[{"name": "a"}, {"name": ',
    "encoding": lambda: json.dumps([{"na\ud800me": "x", "name": "y"}]).encode(),
}


class TestHostileFiles:
    @pytest.mark.parametrize("code", HOSTILE)
    def test_are_refused_by_both_doors_and_nothing_is_kept(self, ana, code):
        content = HOSTILE[code]()
        page = ana.bring(content, name="harmless.csv")
        answer = ana.api("POST", "imports?kind=companies", content)

        assert page.status_code == 409
        assert "Nothing was imported" in page.content.decode()
        assert (answer.status_code, answer.json()["code"]) == (409, code)
        assert not ImportRun.objects.exists()
        assert not Company.objects.exists()
        assert staged_files() == []

    def test_rows_that_no_database_keeps_are_refused_one_by_one(self, world, ana):
        rows = [{"name": "Fine"}, {"name": "N\0L"}, {"name": "Half \ud800"}, {"name": "=1+1"}]
        made = ana.api("POST", "imports?kind=companies", json.dumps(rows).encode())
        assert made.status_code == 201
        in_background(world)
        assert (only_run().created, only_run().refused) == (2, 2)
        codes = set(ImportRefusal.objects.values_list("code", flat=True))
        assert codes == {"nul", "half_a_letter"}

    @pytest.mark.parametrize("path", [
        "imports?kind=secrets", "imports", "imports?kind=companies&mapping=%00",
        "imports?kind=companies&then=never", "imports?kind=companies&system=" + "x" * 41,
    ])  # fmt: skip
    def test_questions_that_make_no_sense_are_refused(self, ana, path):
        assert ana.api("POST", path, TABLE).status_code == 422

    def test_names_of_files_cannot_lead_elsewhere(self, ana):
        ana.bring(TABLE, name="../../etc/pass\x07wd.csv")
        assert "/" not in only_run().file_name
        assert staged_files() == [only_run().file_sha256]


class TestOthers:
    def test_a_stranger_finds_no_import(self, ana, olga):
        ana.bring(TABLE)
        assert olga.get("imports").status_code == 200
        assert "file.csv" not in olga.get("imports").content.decode()
        for name in ("import", "import-progress", "import-refused"):
            assert olga.get(name, 1).status_code == 404
        for name in ("import-start", "import-trial", "import-cancel", "import-mapping",
                     "import-mapping-json", "import-mapping-save"):  # fmt: skip
            assert olga.post(name, 1, name="x", mapping="{}").status_code == 404
        for path in ("imports/1", "imports/1/refusals"):
            assert olga.api("GET", path).status_code == 404
        for path in ("imports/1/start", "imports/1/cancellation"):
            assert olga.api("POST", path).status_code == 404
        assert ana.api("GET", "imports/1").json()["state"] == "staged"

    def test_a_strangers_saved_mapping_is_not_found(self, world, ana, olga):
        ana.bring(TABLE)
        ana.post("import-mapping-save", 1, name="ours")
        saved = SavedMapping.objects.get()
        assert olga.post("import-mapping-remove", saved.pk).status_code == 404
        answer = olga.api("POST", "imports?kind=companies&mapping=ours", TABLE)
        assert answer.json()["code"] == "bad_mapping"

    @pytest.mark.parametrize("who", ["sam", "lena", "dana", "felix", "priya"])
    def test_only_owners_import(self, world, who):
        doors = Doors(world, who)
        assert doors.get("imports").status_code == 403
        assert doors.bring(TABLE).status_code == 403
        assert doors.api("POST", "imports?kind=companies", TABLE).status_code == 403
        assert not ImportRun.objects.exists()

    def test_files_that_nobody_came_back_for_are_let_go(self, world, ana):
        from datetime import timedelta

        ana.bring(TABLE)
        late = OPENING + timedelta(days=15)
        assert forget_files(by=world.system, at=OPENING) == "0 files let go."
        assert forget_files(by=world.system, at=late) == "1 files let go."
        assert (only_run().state, staged_files()) == ("cancelled", [])
