"""Evidence that is a script in disguise, through both doors: refused, and nothing of it is kept."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from upheld.delivery.models import EvidenceItem
from upheld.delivery.tests.door import door_of

PNG = b"\x89PNG\r\n\x1a\n"
SCRIPTS = [
    ("page.html", b"<html><script>alert(1)</script></html>"),
    ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    ("photo.png", b"<script>alert(1)</script>"),
    ("photo.png", PNG + b"<html><script>alert(1)</script>"),
    ("report.pdf", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>\n%%EOF"),
    ("moved.log", b"#!/bin/sh\nrm -rf ~\n"),
    ("moved.txt", b"MZ\x90\x00\x03"),
    ("moved.txt\0.html", b"<!doctype html><script>alert(1)</script>"),
]


@pytest.mark.parametrize(("name", "content"), SCRIPTS)
@pytest.mark.parametrize("kind", ["file", "photo", "log"])
def test_a_script_is_no_evidence(world, mail, kind, name, content):
    dana = door_of(world.dana)
    by_page = dana.post(
        "deliverable-evidence", mail.number, kind=kind, words="All of it moved",
        file=SimpleUploadedFile(name, content),
    )  # fmt: skip
    by_program = dana.upload(
        f"deliverables/{mail.number}/evidence",
        {"kind": kind, "file": SimpleUploadedFile(name, content)},
    )
    page, problem = by_page.content.decode(), by_program.json()
    assert by_page.status_code in {409, 422}
    assert "All of it moved" in page
    assert by_program.status_code in {409, 422}
    assert problem["code"]
    assert problem["remedy"] or problem["reasons"][0]["remedy"]
    assert not EvidenceItem.objects.exists()
