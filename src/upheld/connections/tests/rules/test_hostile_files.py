"""Files made to harm or to mislead: each is refused whole, with a reason, within its limits."""

from __future__ import annotations

import gzip
import io
import json
import struct
import tracemalloc
import zipfile
import zlib
from typing import IO, cast

import openpyxl
import pytest

from upheld.connections.rules.readers import open_table
from upheld.connections.rules.tables import Reading
from upheld.connections.rules.unreadable import Limits, Unreadable

TABLE = b"name,amount\nOne,1\nTwo,2\n"


def refused(content: bytes | Endless, limits: Limits | None = None) -> Unreadable:
    source = io.BytesIO(content) if isinstance(content, bytes) else cast("IO[bytes]", content)
    with pytest.raises(Unreadable) as caught, open_table(source, limits) as table:
        list(table.rows())
    assert caught.value.reason
    assert caught.value.remedy
    return caught.value


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def with_entry(archive: bytes, name: str, content: bytes) -> bytes:
    changed = io.BytesIO(archive)
    with zipfile.ZipFile(changed, "a", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(name, content)
    return changed.getvalue()


class Endless(io.RawIOBase):
    """A stream of one line of two billion bytes, of which `given` have been asked for."""

    def __init__(self, beginning: bytes = b"name,amount\n", size: int = 2_000_000_000) -> None:
        self.given = 0
        self._beginning = beginning
        self._size = size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        size = min(size if size >= 0 else 1 << 16, self._size - self.given)
        block = self._beginning[self.given :][:size].ljust(size, b"x")
        self.given += size
        return block


class TestOneEndlessLine:
    def test_is_refused_soon_after_the_limit_and_not_held(self) -> None:
        stream = Endless()
        tracemalloc.start()

        fault = refused(stream)

        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert fault.code == "line_too_long"
        assert stream.given < 3_000_000
        assert peak < 10_000_000

    def test_is_refused_inside_gzip(self) -> None:
        packed = gzip.compress(b"a,b\n" + b"x" * 3_000_000)
        assert refused(packed).code == "line_too_long"

    def test_of_json_is_refused_too(self) -> None:
        stream = Endless(beginning=b'[{"name": "')
        assert refused(stream, Limits(expanded_bytes=20_000_000)).code == "too_big"
        assert stream.given < 21_000_000

    def test_within_an_array_of_json_is_refused(self) -> None:
        content = b'[{"name": "' + b"x" * 3_000_000 + b'"}]'
        assert refused(content).code == "line_too_long"

    def test_made_by_a_quote_that_never_closes_is_refused(self) -> None:
        content = b'a,b\n1,"two\n' + b"3,4\n" * 400_000
        fault = refused(content)
        assert (fault.code, fault.row) == ("line_too_long", 2)


class TestBombs:
    def test_a_gzip_bomb(self) -> None:
        lines = b"a,b\n" + b"0,0\n" * 20_000_000
        assert refused(gzip.compress(lines), Limits(expansion_free=1_000_000)).code == "bomb"

    def test_a_gzip_that_is_merely_too_big(self) -> None:
        packed = gzip.compress(TABLE * 1000)
        assert refused(packed, Limits(expanded_bytes=10_000)).code == "too_big"

    def test_a_workbook_that_unpacks_to_a_thousand_times_its_size(self) -> None:
        bomb = with_entry(workbook(["a"], [1]), "xl/media/image1.png", b"\0" * 60_000_000)
        assert len(bomb) < 100_000
        assert refused(bomb).code == "bomb"

    def test_a_workbook_whose_sizes_are_forged(self) -> None:
        bomb = with_entry(workbook(["a"], [1]), "xl/extra.xml", b"\0" * 60_000_000)
        forged = bomb.replace(struct.pack("<L", 60_000_000), struct.pack("<L", 60))
        assert refused(forged).code in {"bomb", "damaged_workbook"}

    def test_a_workbook_with_entities(self) -> None:
        book = workbook(["a"], [1])
        evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
        assert refused(with_entry(book, "xl/theme/other.xml", evil)).code == "bomb"

    def test_an_archive_of_ten_thousand_entries(self) -> None:
        saved = io.BytesIO()
        with zipfile.ZipFile(saved, "w") as archive:
            archive.writestr("xl/workbook.xml", b"")
            for number in range(10_000):
                archive.writestr(f"{number}.txt", b"")
        assert refused(saved.getvalue()).code == "too_many_entries"

    def test_a_zip_bomb_around_a_table(self) -> None:
        saved = io.BytesIO()
        with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("table.csv", b"a,b\n" + b"0,0\n" * 20_000_000)
        assert refused(saved.getvalue()).code == "bomb"

    def test_a_sheet_that_claims_a_far_row(self) -> None:
        book = workbook(["a", "b"], [1, 2])
        source = io.BytesIO(book)
        changed = io.BytesIO()
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(changed, "w") as new:
            for entry in old.infolist():
                content = old.read(entry)
                if entry.filename.endswith("sheet1.xml"):
                    content = content.replace(b'r="2"', b'r="900000000"')
                new.writestr(entry, content)
        assert refused(changed.getvalue(), Limits(rows=5_000)).code == "too_many_rows"

    def test_json_nested_a_hundred_thousand_deep(self) -> None:
        deep = b'[{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]"
        assert refused(deep).code == "damaged_json"


class TestCutOff:
    @pytest.mark.parametrize("kept", [1, 5, 12, 200, 5_000])
    def test_gzip_is_refused_whole(self, kept: int) -> None:
        rows = "".join(f"{n},{n * n % 977}\n" for n in range(20_000))
        packed = gzip.compress(b"a,b\n" + rows.encode())
        fault = refused(packed[: kept + 10])
        assert fault.code == "damaged_gzip"

    def test_gzip_with_a_wrong_sum_is_refused_before_any_row(self) -> None:
        packed = bytearray(gzip.compress(TABLE))
        packed[-6] ^= 1
        with pytest.raises(Unreadable) as caught:
            open_table(io.BytesIO(bytes(packed)))
        assert caught.value.code == "damaged_gzip"

    def test_gzip_inside_gzip_is_refused(self) -> None:
        assert refused(gzip.compress(gzip.compress(TABLE))).code == "nested"

    def test_a_workbook_is_refused(self) -> None:
        book = workbook(["a"], [1])
        assert refused(book[: len(book) // 2]).code in {"damaged_archive", "damaged_workbook"}

    @pytest.mark.parametrize("cut", range(1, 30))
    def test_json_is_refused_before_any_row(self, cut: int) -> None:
        content = json.dumps([{"a": 1, "b": "two"}, {"a": 2, "b": "three"}]).encode()
        with pytest.raises(Unreadable):
            open_table(io.BytesIO(content[:-cut]))

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8"])
    def test_text_cut_inside_a_letter_is_refused_before_any_row(self, encoding: str) -> None:
        content = ("name,note\n" + "ab,Zoë\n" * 50_000 + "é").encode(encoding)[:-1]
        with pytest.raises(Unreadable) as caught:
            open_table(io.BytesIO(content), reading=Reading(encoding=encoding))
        assert caught.value.code == "encoding"


class TestOtherThings:
    @pytest.mark.parametrize(
        "content",
        [
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            b"<!DOCTYPE html>\n<html><body>Sign in</body></html>",
            b'<?xml version="1.0"?><rows><row a="1"/></rows>',
            b"SQLite format 3\0" + b"\0" * 100,
        ],
        ids=["pdf", "png", "xls", "html", "xml", "sqlite"],
    )
    def test_are_refused_by_what_they_are_not_by_their_name(self, content, tmp_path) -> None:
        file = tmp_path / "customers.csv"
        file.write_bytes(content)
        with pytest.raises(Unreadable) as caught:
            open_table(file)
        assert caught.value.code == "wrong_kind"

    def test_a_workbook_called_csv_is_read_as_a_workbook(self, tmp_path) -> None:
        file = tmp_path / "customers.csv"
        file.write_bytes(workbook(["name"], ["Acme"]))
        with open_table(file) as table:
            assert (table.format, [row.values for row in table.rows()]) == (
                "xlsx",
                [{"name": "Acme"}],
            )

    def test_noise_is_refused(self) -> None:
        noise = zlib.compress(bytes(range(256)) * 50)
        assert refused(noise).code in {"binary", "no_header"}

    def test_nul_in_the_first_line_is_no_text(self) -> None:
        assert refused(b"na\0me,amount\nOne,1\n").code == "binary"

    @pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\r\n  \n", b"\xff\xfe"])
    def test_nothing_is_refused(self, content: bytes) -> None:
        assert refused(content).code == "empty"

    def test_nothing_inside_gzip_is_refused(self) -> None:
        assert refused(gzip.compress(b"")).code == "empty"

    @pytest.mark.parametrize("content", [b"1,2\n3,4\n", b",,\n1,2,3\n", b"2016-01-01,5\n"])
    def test_a_table_without_header_is_refused(self, content: bytes) -> None:
        assert refused(content).code == "no_header"

    def test_a_repeated_header_is_refused(self) -> None:
        fault = refused(b"name,mail,name\na,b,c\n")
        assert fault.code == "duplicate_header"
        assert "name" in fault.reason

    def test_ten_thousand_columns_are_refused(self) -> None:
        header = ",".join(f"c{n}" for n in range(10_000)).encode()
        assert refused(header + b"\n").code == "too_many_columns"

    def test_ten_thousand_columns_of_json_are_refused(self) -> None:
        content = json.dumps([{f"c{n}": n for n in range(10_000)}]).encode()
        assert refused(content).code == "too_many_columns"

    def test_more_rows_than_the_limit_are_refused(self) -> None:
        assert refused(TABLE, Limits(rows=1)).code == "too_many_rows"

    def test_macros_are_refused(self) -> None:
        assert refused(with_entry(workbook(["a"], [1]), "xl/vbaProject.bin", b"x")).code == "macros"

    def test_links_to_other_files_are_refused(self) -> None:
        linked = with_entry(workbook(["a"], [1]), "xl/externalLinks/externalLink1.xml", b"<a/>")
        assert refused(linked).code == "external_links"

    def test_an_archive_of_several_tables_is_refused(self) -> None:
        saved = io.BytesIO()
        with zipfile.ZipFile(saved, "w") as archive:
            archive.writestr("one.csv", TABLE)
            archive.writestr("two.csv", TABLE)
        assert refused(saved.getvalue()).code == "several_files"

    def test_a_document_in_a_zip_is_refused(self) -> None:
        saved = io.BytesIO()
        with zipfile.ZipFile(saved, "w") as archive:
            archive.writestr("[Content_Types].xml", b"<Types/>")
            archive.writestr("word/document.xml", b"<w/>")
        assert refused(saved.getvalue()).code == "wrong_kind"


class TestAStreamThatCannotBeRewound:
    def test_is_read_as_often_as_needed(self) -> None:
        class Once(io.BytesIO):
            def seekable(self) -> bool:
                return False

            def seek(self, *_: int) -> int:
                raise io.UnsupportedOperation

        with open_table(Once(gzip.compress(TABLE))) as table:
            assert [len(list(table.rows())) for _ in range(3)] == [2, 2, 2]
        with open_table(Once(TABLE)) as table:
            assert [row.values for row in table.rows()] == [
                {"name": "One", "amount": "1"},
                {"name": "Two", "amount": "2"},
            ]
        with open_table(Once(workbook(["a"], [1]))) as table:
            assert [row.values for row in table.rows()] == [{"a": "1"}]
