from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from upheld.connections.rules.readers import open_table
from upheld.connections.rules.tables import Reading, Row, Table
from upheld.connections.rules.unreadable import Limits, Unreadable


def read(content: bytes, reading: Reading | None = None) -> tuple[Table, list[Row]]:
    with open_table(io.BytesIO(content), reading=reading) as table:
        return table, list(table.rows())


def codes(rows: list[Row]) -> dict[int, list[str]]:
    return {row.number: [one.code for one in row.problems] for row in rows if row.problems}


class TestForm:
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
    def test_is_found(self, end: str, delimiter: str, encoding: str) -> None:
        lines = [("name", "price, net", "note"), ("Ærø", "1,50", "a; b"), ("Zoë", "2,75", "c|d")]
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(lines)
        table, rows = read(text.getvalue().encode(encoding))
        assert table.delimiter == delimiter
        assert [tuple(row.cells) for row in rows] == lines[1:]
        assert table.header == lines[0]

    def test_windows_letters_are_told_from_macintosh_letters(self) -> None:
        text = "name,city\nJosé Muñoz,Málaga\nZoë Müller,Zürich\nAndré,“Chez nous” – Genève\n"
        for encoding in ("cp1252", "mac_roman"):
            table, rows = read(text.encode(encoding))
            assert table.encoding == encoding
            assert not table.encoding_certain
            assert rows[0].cells == ["José Muñoz", "Málaga"]

    def test_line_ends_decide_where_the_letters_do_not(self) -> None:
        # The byte is a lone å on Windows and a lone Â on an old Macintosh.
        for end, encoding in ((b"\n", "cp1252"), (b"\r", "mac_roman")):
            table, _ = read(b"a,b" + end + b" \xe5 ,1" + end)
            assert table.encoding == encoding

    def test_a_late_foreign_letter_changes_the_reading_of_the_whole(self) -> None:
        content = b"name\n" + b"plain\n" * 100_000 + "Müller\n".encode("cp1252")
        _, rows = read(content)
        assert rows[-1].cells == ["Müller"]

    def test_what_a_person_says_goes_before_what_is_found(self) -> None:
        _, rows = read("näme|x\nö|1\n".encode("cp437"), Reading(encoding="cp437", delimiter="|"))
        assert rows[0].values == {"näme": "ö", "x": "1"}

    def test_a_wrong_encoding_is_refused_and_not_patched(self) -> None:
        with pytest.raises(Unreadable) as caught:
            read("name\nMüller\n".encode("cp1252"), Reading(encoding="utf-8"))
        assert caught.value.code == "encoding"

    def test_an_unknown_encoding_is_refused(self) -> None:
        with pytest.raises(Unreadable) as caught:
            read(b"name\nx\n", Reading(encoding="klingon"))
        assert caught.value.code == "encoding"

    def test_one_column_is_a_table(self) -> None:
        _, rows = read(b"day\n1-Jan-1998\n10:30\n")
        assert [row.cells for row in rows] == [["1-Jan-1998"], ["10:30"]]

    def test_colons_inside_names_and_times_separate_nothing(self) -> None:
        table, rows = read(b"case:id,time:at\n1,10:30:00\n2,11:30:00\n")
        assert (table.delimiter, rows[0].values) == (",", {"case:id": "1", "time:at": "10:30:00"})

    def test_single_quotes_and_backslashes(self) -> None:
        _, rows = read(b"'a','b'\n'x, y','2'\n")
        assert rows[0].cells == ["x, y", "2"]
        _, rows = read(b'a,b\n"say \\"hi\\", then go",2\n')
        assert rows[0].cells == ['say "hi", then go', "2"]

    def test_a_path_that_ends_in_a_backslash_escapes_nothing(self) -> None:
        _, rows = read(b'a,b\n"C:\\temp\\","x, y"\n"D:\\","z"\n')
        assert [row.cells for row in rows] == [["C:\\temp\\", "x, y"], ["D:\\", "z"]]

    def test_records_above_the_header_can_be_passed_over(self) -> None:
        _, rows = read(b"Report of May\nfor you\nname,x\nA,1\n", Reading(skip=2, delimiter=","))
        assert [(row.number, row.values) for row in rows] == [(4, {"name": "A", "x": "1"})]


@pytest.mark.parametrize("content", [b"a,b\n1,2\n3,4\n", b"a,b\r1,2\r3,4", b"a,b\r\n1,2\r\n3,4"])
def test_the_rows_to_come_are_foretold(content: bytes) -> None:
    table, rows = read(content)
    assert table.rows_expected == len(rows) == 2


class TestRows:
    def test_carry_their_record_and_line_numbers(self) -> None:
        _, rows = read(b'a,b\n1,"two\nlines"\n\n3,4\n')
        assert [(row.number, row.line, row.cells) for row in rows] == [
            (2, 2, ["1", "two\nlines"]),
            (4, 5, ["3", "4"]),
        ]

    def test_with_more_or_fewer_cells_are_refused_alone(self) -> None:
        _, rows = read(b"a,b\n1,2,3\n4\n5,6\n")
        assert codes(rows) == {2: ["too_many_fields"], 3: ["too_few_fields"]}

    @pytest.mark.parametrize("ending", [b"5,", b'5,6,"seven', b"5"])
    def test_a_last_row_that_is_cut_off_is_told_from_others(self, ending: bytes) -> None:
        _, rows = read(b"a,b,c\n1,2,3\n" + ending)
        assert codes(rows) == {3: ["cut_off"]}

    def test_nul_refuses_its_row_alone(self) -> None:
        _, rows = read(b"a,b\n1,2\n3,\0\n5,6\n")
        assert codes(rows) == {3: ["nul"]}

    def test_text_after_a_closing_quote_refuses_its_row_alone(self) -> None:
        _, rows = read(b'a,b\n1,2\n"x"y,2\n5,6\n')
        assert codes(rows) == {3: ["bad_quoting"]}

    def test_a_quote_inside_a_bare_cell_is_text(self) -> None:
        _, rows = read(b'a,b\n5" pipe,2\n')
        assert rows[0].cells == ['5" pipe', "2"]

    def test_a_cell_that_is_too_long_refuses_its_row_alone(self) -> None:
        content = b"a,b\n1,2\n" + b"x" * 200 + b",3\n"
        with open_table(io.BytesIO(content), Limits(cell_chars=100)) as table:
            rows = list(table.rows())
        assert codes(rows) == {3: ["cell_too_long"]}
        assert rows[1].problems[0].column == "a"

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "=cmd|'/c calc'!A1"])
    def test_what_looks_like_a_formula_stays_text(self, start: str) -> None:
        cell = f"{start}SUM(A1)"
        text = io.StringIO(newline="")
        csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["a", "b"], [cell, "2"]])
        _, rows = read(text.getvalue().encode())
        assert rows[0].cells == [cell, "2"]
        assert not rows[0].problems


NAMES = some.text("abcdefghijklmnopqrstuvwxyzABCXYZ_", min_size=1, max_size=8)
# Lone surrogates cannot be written to a file, and a text full of control characters is refused as
# none (see test_hostile_files).
CELLS = some.text(
    some.characters(exclude_categories=["Cs", "Cc"]) | some.sampled_from("\t\r\n"), max_size=12
)
LATIN = some.text(some.sampled_from("aeiou nrst ,;|\t\"'\n\r=+-@éèüöñçß"), max_size=12)


@some.composite
def tables(draw: some.DrawFn, cells: some.SearchStrategy[str]) -> list[list[str]]:
    header = draw(some.lists(NAMES, min_size=2, max_size=5, unique=True))
    row = some.lists(cells, min_size=len(header), max_size=len(header))
    return [header, *draw(some.lists(row, max_size=6))]


def written(table: list[list[str]], encoding: str, **form: Any) -> bytes:
    text = io.StringIO(newline="")
    if any("\r" in cell or "\n" in cell for row in table for cell in row):
        # Until Python 3.13 its writer left line ends bare that were not its own.
        form["quoting"] = csv.QUOTE_ALL
    csv.writer(text, **form).writerows(table)
    return text.getvalue().encode(encoding)


DELIMITERS = some.sampled_from([",", ";", "\t", "|"])
ENDS = some.sampled_from(["\n", "\r\n", "\r"])
QUOTING = some.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])


class TestWritingAndReadingBack:
    @settings(max_examples=300, deadline=None)
    @given(
        tables(CELLS), DELIMITERS, ENDS, QUOTING,
        some.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    )  # fmt: skip
    def test_gives_the_same_when_nothing_is_said(
        self, table, delimiter, end, quoting, encoding
    ) -> None:
        content = written(table, encoding, delimiter=delimiter, lineterminator=end, quoting=quoting)
        found, rows = read(content)
        assert found.header == tuple(table[0])
        assert [list(row.cells) for row in rows] == table[1:]
        assert codes(rows) == {}

    @settings(max_examples=200, deadline=None)
    @given(
        tables(LATIN), DELIMITERS, ENDS, some.sampled_from(['"', "'"]),
        some.sampled_from(["cp1252", "mac_roman", "latin-1", "utf-16-le", "cp437"]),
    )  # fmt: skip
    def test_gives_the_same_when_the_form_is_said(
        self, table, delimiter, end, quote, encoding
    ) -> None:
        content = written(table, encoding, delimiter=delimiter, lineterminator=end, quotechar=quote)
        said = Reading(encoding=encoding, delimiter=delimiter, quote=quote)
        _, rows = read(content, said)
        assert [list(row.cells) for row in rows] == table[1:]
