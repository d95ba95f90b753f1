"""What a file is, told by its bytes: what is taken, and a corpus of what is not."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from upheld.foundation.files.harmless import harmless
from upheld.foundation.files.kinds import MOST_BYTES, shown_name, sniff
from upheld.foundation.refusals import Refused
from upheld.foundation.values.file_types import FileType

SCRIPT = b"<script>alert(document.domain)</script>"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction[3 0 R/Fit]>>endobj\ntrailer<<>>\n%%EOF\n"


def picture(form: str, size=(6, 4), **extra) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, form, **extra)
    return out.getvalue()


def office(*names: str, types: bool = True) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if types:
            archive.writestr("[Content_Types].xml", "<Types/>")
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for number in range(3):
            archive.writestr(f"word/{number}.xml", b"\0" * (80 * 1024 * 1024))
    return out.getvalue()


class TestWhatIsTaken:
    @pytest.mark.parametrize(
        ("content", "type_"),
        [
            (PDF, FileType.PDF),
            (picture("PNG"), FileType.PNG),
            (picture("JPEG"), FileType.JPEG),
            (picture("GIF"), FileType.GIF),
            (picture("WEBP"), FileType.WEBP),
            (office("word/document.xml"), FileType.WORD),
            (office("xl/workbook.xml"), FileType.SHEET),
            (office("ppt/presentation.xml"), FileType.SLIDES),
            (b"20 of 20 moved\n", FileType.TEXT),
            ("\ufeffGrüße, 20 € moved\r\n".encode(), FileType.TEXT),
            (b"error at line 3: unexpected <script> in mail 7\n", FileType.TEXT),
            (b"\x1b[32mok\x1b[0m 20 moved\n", FileType.TEXT),
        ],
    )
    def test_is_told_by_its_bytes(self, content, type_):
        assert sniff(content).type is type_


class TestHostileCorpus:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "file_empty"),
            (b"x" * (MOST_BYTES + 1), "file_too_large"),
            (b"#!/bin/sh\nrm -rf /\n", "file_is_program"),
            (b"MZ\x90\x00" + b"\0" * 60, "file_is_program"),
            (b"\x7fELF\x02\x01\x01" + b"\0" * 60, "file_is_program"),
            (SCRIPT, "file_is_markup"),
            (b"  \n\t<!DOCTYPE html><html>" + SCRIPT, "file_is_markup"),
            (b"\xef\xbb\xbf<html>" + SCRIPT, "file_is_markup"),
            (b"<!-- a comment first -->" + SCRIPT, "file_is_markup"),
            (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "file_is_markup"),
            (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "file_is_markup"),
            (b"< SCRIPT >alert(1)</ SCRIPT >", "file_is_markup"),
            (PDF + b"PK\x03\x04 an archive behind it", "file_is_active"),
            (PDF + b"<html>" + SCRIPT, "file_is_active"),
            (PDF.replace(b"1 0 obj", SCRIPT + b"1 0 obj"), "file_is_active"),
            (PDF.replace(b"/OpenAction", b"/S/JavaScript/JS(app.alert(1))"), "file_is_active"),
            (PDF.replace(b"/OpenAction", b"/S/Launch/F(cmd.exe)"), "file_is_active"),
            (PDF.replace(b"/OpenAction", b"/EmbeddedFile"), "file_is_active"),
            (b"%PDF-1.7 without an end", "file_is_active"),
            (b"junk first " + PDF.replace(b"\n", b"\0"), "file_unknown"),
            (office("word/document.xml", "word/vbaProject.bin"), "file_is_active"),
            (office("xl/workbook.xml", "xl/activeX/activeX1.bin"), "file_is_active"),
            (office("word/document.xml", types=False), "file_unknown"),
            (office("evil.exe"), "file_unknown"),
            (office("word/a.xml", "xl/b.xml"), "file_unknown"),
            (office("word/document.xml")[:-30], "file_unknown"),
            (bomb(), "file_too_large"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file_unknown"),
            (b"\x1f\x8b\x08\x00" + b"\0" * 40, "file_unknown"),
            (b"text with a \0 in it", "file_unknown"),
            (b"caf\xe9 in another encoding", "file_unknown"),
            (b"%!PS-Adobe-3.0\n\x04", "file_unknown"),
        ],
    )
    def test_is_refused_with_its_reason(self, content, code):
        found = sniff(content)
        assert found.type is None
        assert found.obstacle is not None
        assert found.obstacle.code == code
        assert found.obstacle.why
        assert found.obstacle.remedy

    @pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
    def test_a_picture_with_a_page_behind_it_comes_out_without_it(self, form):
        _, type_, kept = harmless("a.html", picture(form) + b"<html>" + SCRIPT)
        assert SCRIPT not in kept
        assert sniff(kept).type is type_

    def test_a_picture_with_script_in_its_notes_comes_out_without_them(self):
        exif = Image.Exif()
        exif[0x010E] = SCRIPT.decode()
        _, _, kept = harmless("photo.jpg", picture("JPEG", exif=exif.tobytes()))
        assert SCRIPT not in kept

    def test_a_picture_that_unfolds_to_too_much_is_refused(self):
        with pytest.raises(Refused) as refused:
            harmless("huge.png", picture("PNG", size=(9000, 9000)))
        assert refused.value.code == "file_too_large"

    @pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + SCRIPT, b"\xff\xd8\xff" + SCRIPT,
                                         b"GIF89a/*" + SCRIPT, picture("PNG")[:40]])  # fmt: skip
    def test_a_picture_that_is_none_is_refused(self, content):
        with pytest.raises(Refused) as refused:
            harmless("a.png", content)
        assert refused.value.code == "file_damaged"
        assert "file" in refused.value.fields


class TestNames:
    @pytest.mark.parametrize(
        ("name", "type_", "kept"),
        [
            ("report.pdf", FileType.PDF, "report.pdf"),
            ("report.exe", FileType.PDF, "report.exe.pdf"),
            ("moved.log", FileType.TEXT, "moved.log"),
            ("page.html", FileType.TEXT, "page.html.txt"),
            ("photo.JPEG", FileType.JPEG, "photo.jpg"),
            ("../../etc/passwd", FileType.TEXT, "passwd.txt"),
            ("C:\\temp\\a.docx", FileType.WORD, "a.docx"),
            ('a"; filename="b.html', FileType.PDF, "a filename=b.html.pdf"),
            ("a\r\nSet-Cookie: x.pdf", FileType.PDF, "aSet-Cookie x.pdf"),
            ("\u202efdp.exe", FileType.PDF, "fdp.exe.pdf"),
            ("", FileType.PDF, "file.pdf"),
            (".htaccess", FileType.TEXT, "htaccess.txt"),
            ("x" * 400 + ".pdf", FileType.PDF, "x" * 150 + ".pdf"),
        ],
    )
    def test_say_what_the_file_is_and_nothing_more(self, name, type_, kept):
        assert shown_name(name, type_) == kept
