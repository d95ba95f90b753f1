from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from upheld.connections.rules.readers import open_table
from upheld.connections.rules.tables import Reading, Row, Table
from upheld.connections.rules.unreadable import Unreadable


def saved(sheets: dict[str, list[list[object]]]) -> io.BytesIO:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def read(rows: list[list[object]], reading: Reading | None = None) -> tuple[Table, list[Row]]:
    with open_table(saved({"One": rows}), reading=reading) as table:
        return table, list(table.rows())


def test_cells_become_the_text_that_an_export_would_hold() -> None:
    day, moment = dt.date(2016, 2, 29), dt.datetime.fromisoformat("2016-02-29 07:05")
    cells = [1, 2.5, 3.0, True, day, moment, dt.time(9, 30), dt.timedelta(hours=26, minutes=5)]
    _, rows = read([[f"c{n}" for n in range(8)], cells])
    assert rows[0].cells == [
        "1", "2.5", "3", "true", "2016-02-29 00:00:00", "2016-02-29 07:05:00", "09:30:00",
        "26:05:00",
    ]  # fmt: skip


def test_rows_keep_their_numbers_over_gaps_and_are_filled_to_the_header() -> None:
    _, rows = read([[], ["name", "mail"], ["A"], [], ["B", "b@x"]])
    assert [(row.number, row.cells) for row in rows] == [(3, ["A", ""]), (5, ["B", "b@x"])]


def test_a_formula_refuses_its_row_and_names_its_column() -> None:
    _, rows = read([["name", "amount"], ["A", "=1+1"], ["B", 2]])
    assert [one.code for one in rows[0].problems] == ["formula"]
    assert rows[0].problems[0].column == "amount"
    assert not rows[1].problems


def test_text_that_looks_like_a_formula_is_text() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["name", "amount"])
    sheet.append(["A", "x"])
    sheet["B2"].value = "=HYPERLINK(1)"
    sheet["B2"].data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    with open_table(stream_from(stream)) as table:
        [row] = table.rows()
    assert (row.cells, row.problems) == (["A", "=HYPERLINK(1)"], ())


def test_an_error_value_refuses_its_row() -> None:
    _, rows = read([["name", "amount"], ["A", "#DIV/0!"]])
    assert [one.code for one in rows[0].problems] == ["error_value"]


def test_cells_beyond_the_header_refuse_their_row() -> None:
    _, rows = read([["name"], ["A", None, "stray"], ["B", None]])
    assert [[one.code for one in row.problems] for row in rows] == [["too_many_fields"], []]


def test_other_sheets_are_told_and_can_be_chosen() -> None:
    sheets: dict[str, list[list[object]]] = {
        "Empty": [],
        "First": [["a"], [1]],
        "Second": [["b"], [2]],
    }
    with open_table(saved(sheets)) as table:
        assert table.header == ("a",)
        assert [note.code for note in table.remarks] == ["other_sheets"]
        assert "Second" in table.remarks[0].text
    with open_table(saved(sheets), reading=Reading(sheet="Second")) as table:
        assert [row.values for row in table.rows()] == [{"b": "2"}]
    with pytest.raises(Unreadable) as caught:
        open_table(saved(sheets), reading=Reading(sheet="Third"))
    assert caught.value.code == "sheet_missing"


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        open_table(saved({"One": []}))
    assert caught.value.code == "empty"


def stream_from(stream: io.BytesIO) -> io.BytesIO:
    stream.seek(0)
    return stream
