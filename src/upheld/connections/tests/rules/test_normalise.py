from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from upheld.connections.rules.mapping import MappingFault, from_json
from upheld.connections.rules.normalise import Import
from upheld.connections.rules.outcome import Outcome, Refusal
from upheld.connections.rules.readers import open_table
from upheld.connections.rules.records import Record
from upheld.connections.rules.unreadable import Limits, Unreadable

Read = tuple[list[Any], list[Refusal], Outcome]


def imported(text: str, kind: str, uses: Sequence[dict[str, object]], **parts: object) -> Read:
    mapping = from_json(
        {"name": "m", "title": "M", "kind": kind, "system": "their", "uses": uses, **parts}
    )
    with open_table(io.BytesIO(text.encode())) as table:
        importing = Import(table, mapping)
        made = list(importing.records())
    records = [one for one in made if isinstance(one, Record)]
    refusals = [one for one in made if isinstance(one, Refusal)]
    assert importing.outcome.rows == len(records) + len(refusals)
    assert importing.outcome.records == len(records)
    assert importing.outcome.refused_rows == len(refusals)
    return records, refusals, importing.outcome


def use(field: str, column: str, **parts: object) -> dict[str, object]:
    return {"field": field, "column": column, **parts}


DEAL = [use("source_id", "no"), use("value", "sum"), use("opened_on", "day")]


def test_a_row_becomes_a_typed_record_and_keeps_what_is_left_over() -> None:
    [deal], _, _ = imported(
        'no,sum,day,mood\nD1,"1.234,50",29/2/2016,good\n', "deals", DEAL, currency="EUR"
    )
    assert (deal.source.system, deal.source.key, deal.row) == ("their", "D1", 2)
    assert (deal.value, deal.currency, deal.opened_on) == (123_450, "EUR", date(2016, 2, 29))
    assert deal.extra == {"mood": "good"}


def test_a_row_is_refused_with_everything_that_is_wrong_with_it() -> None:
    text = "no,sum,day\nD1,5,29/2/2016\nD2,much,30/2/2016\nD3,6,1/3/2016\n"
    records, [refusal], outcome = imported(text, "deals", DEAL)
    assert [one.source.key for one in records] == ["D1", "D3"]
    assert refusal.row == 3
    assert {one.column: one.code for one in refusal.problems} == {
        "sum": "not_a_number", "day": "not_a_day",
    }  # fmt: skip
    assert outcome.rows_by_code["not_a_number"] == [3]
    assert refusal.cells == ("D2", "much", "30/2/2016")


def test_dates_that_nothing_settles_are_never_guessed() -> None:
    with pytest.raises(Unreadable) as caught:
        imported("no,sum,day\nD1,5,3/4/2016\nD2,5,5/6/2016\n", "deals", DEAL)
    assert caught.value.code == "dates_ambiguous"
    assert "3/4/2016" in caught.value.reason


def test_a_date_late_in_the_file_settles_all_before_it() -> None:
    rows = "".join(f"D{n},5,3/4/2016\n" for n in range(5_000))
    records, _, _ = imported(f"no,sum,day\n{rows}E,5,4/13/2016\n", "deals", DEAL)
    assert records[0].opened_on == date(2016, 3, 4)


def test_numbers_that_nothing_settles_are_never_guessed() -> None:
    with pytest.raises(Unreadable) as caught:
        imported("no,sum,day\nD1,1.234,2016-01-01\n", "deals", DEAL)
    assert caught.value.code == "numbers_ambiguous"


def test_what_the_mapping_says_settles_it() -> None:
    uses = [use("source_id", "no"), use("value", "sum", decimal=","), use("opened_on", "day",
            order="mdy")]  # fmt: skip
    [deal], _, _ = imported("no,sum,day\nD1,1.234,3/4/2016\n", "deals", uses)
    assert (deal.value, deal.opened_on) == (123_400, date(2016, 3, 4))


def test_a_correction_is_told_on_every_row() -> None:
    records, _, outcome = imported(
        "no,product\n1,GTXPro\n2,GTX Pro\n3,GTXPro\n",
        "deals",
        [use("source_id", "no"), use("product", "product")],
        corrections=[
            {"column": "product", "found": "GTXPro", "instead": "GTX Pro", "why": "a slip."}
        ],
    )
    assert {one.product for one in records} == {"GTX Pro"}
    assert [len(one.notes) for one in records] == [1, 0, 1]
    assert outcome.notes == {"corrected: product": 2}
    assert outcome.rows_by_code["corrected: product"] == [2, 4]


def test_empty_markers_are_nothing() -> None:
    records, _, _ = imported(
        "no,owner\n1,?\n2,N/A\n3,-\n4, \n5,Ana\n",
        "deals",
        [use("source_id", "no"), use("owner", "owner")],
    )
    assert [one.owner for one in records] == [None, None, None, None, "Ana"]


def test_a_required_cell_that_is_empty_refuses_its_row() -> None:
    _, [refusal], _ = imported("name,city\n,Oslo\n", "companies", [use("name", "name")])
    assert [one.code for one in refusal.problems] == ["missing"]


def test_an_unknown_state_is_kept_as_text_and_told() -> None:
    uses = [use("source_id", "no"), use("outcome", "stage", meanings={"Yes": "won"})]
    records, _, outcome = imported("no,stage\n1,Yes\n2,-100\n", "deals", uses)
    assert [one.outcome for one in records] == ["won", None]
    assert records[1].extra == {"stage": "-100"}
    assert outcome.notes == {"unknown_choice: stage": 1}


def test_a_row_that_repeats_another_is_left_out_and_told() -> None:
    text = "no,owner\n1,Ana\n2,Bo\n1,Ana\n1,Cy\n"
    records, refusals, _ = imported(text, "deals", [use("source_id", "no"), use("owner", "owner")])
    assert len(records) == 2
    assert [(one.row, one.problems[0].code) for one in refusals] == [
        (4, "duplicate_row"), (5, "source_id_repeated"),
    ]  # fmt: skip


def test_equal_lines_of_a_bill_are_two_charges_with_lasting_names() -> None:
    text = "person,h,on\nana,1,2016-01-01\nana,1,2016-01-01\n"
    uses = [use("person", "person"), use("effort", "h"), use("starts_on", "on")]
    first, _, _ = imported(text, "time", uses)
    again, _, _ = imported(text, "time", uses)
    keys = [one.source.key for one in first]
    assert len(set(keys)) == 2
    assert keys == [one.source.key for one in again]


def test_a_name_is_made_of_its_parts() -> None:
    uses = [use("given_name", "first"), use("family_name", "last")]
    records, [refusal], _ = imported("first,last\nAna,Reyes\n,\n", "contacts", uses)
    assert records[0].name == "Ana Reyes"
    assert [one.code for one in refusal.problems] == ["missing"]


def test_constants_fill_what_no_column_holds() -> None:
    uses = [use("person", "person"), use("effort", "h"), use("starts_on", "on")]
    [entry], _, _ = imported(
        "person,h,on\nana,1,2016-01-01\n", "time", uses, constants={"billable": "yes"}
    )
    assert entry.billable is True


def test_a_mapping_that_does_not_fit_the_file_is_refused() -> None:
    with pytest.raises(MappingFault) as caught:
        imported("no,sum\n1,2\n", "deals", DEAL)
    assert (caught.value.code, caught.value.where) == ("columns_missing", "day")


class TestRecordsThatReferToEachOther:
    TEXT = "kind,key,ref,h\nperson,7,Ana,\nperson,8,Bo,\nline,1,7,2\nline,2,9,3\nlog,5,,\n"
    USES = (use("person", "who/ref"), use("effort", "h"), use("source_id", "key"))
    PARTS = {
        "select": {"kind": "line"},
        "lookups": [{"name": "who", "column": "ref", "key": "key", "among": {"kind": "person"}}],
        "constants": {"starts_on": "2016-01-01"},
    }

    def test_are_brought_together_in_whatever_order_they_stand(self) -> None:
        lines = self.TEXT.splitlines(keepends=True)
        for text in (self.TEXT, "".join([lines[0], *reversed(lines[1:])])):
            records, [refusal], _ = imported(text, "time", self.USES, **self.PARTS)
            assert [(one.person, one.effort) for one in records] == [("Ana", 7_200)]
            assert [one.code for one in refusal.problems] == ["reference_not_found"]

    def test_leave_nothing_unsaid(self) -> None:
        _, _, outcome = imported(self.TEXT, "time", self.USES, **self.PARTS)
        assert [note.text for note in outcome.about_file] == [
            "1 of 2 records of “who” have no row.", "1 records of “log” were left aside.",
        ]  # fmt: skip

    def test_are_refused_when_a_key_is_given_twice(self) -> None:
        with pytest.raises(Unreadable) as caught:
            imported(self.TEXT + "person,7,Cy,\n", "time", self.USES, **self.PARTS)
        assert caught.value.code == "key_repeated"


class TestWhatCannotBeDecided:
    @pytest.mark.parametrize(
        ("cells", "code"),
        [
            ("D1,5,29/2/2016\nD2,5,2/29/2016\n", "dates_mixed"),
            ('D1,"1,5",2016-01-01\nD2,1.5,2016-01-01\n', "marks_mixed"),
        ],
    )
    def test_names_the_values_that_contradict_each_other(self, cells: str, code: str) -> None:
        with pytest.raises(Unreadable) as caught:
            imported("no,sum,day\n" + cells, "deals", DEAL)
        assert caught.value.code == code

    def test_once_decided_by_a_person_refuses_only_the_rows_that_differ(self) -> None:
        uses = [use("source_id", "no"), use("opened_on", "day", order="dmy")]
        text = "no,day\nD1,29/2/2016\nD2,2/29/2016\n"
        records, [refusal], _ = imported(text, "deals", uses)
        assert [one.source.key for one in records] == ["D1"]
        assert refusal.problems[0].code == "not_a_day"

    def test_a_column_that_is_only_kept_is_decided_too(self) -> None:
        kept = [{"column": "seen", "type": "moment"}, {"column": "vip", "type": "yes_no"}]
        text = "no,seen,vip\n1,29/2/2016 10:00,TRUE\n2,never,perhaps\n3,?,\n"
        records, refusals, _ = imported(text, "deals", [use("source_id", "no")], kept=kept)
        assert not refusals
        assert [one.extra for one in records] == [
            {"seen": "2016-02-29T10:00:00+00:00", "vip": "true"},
            {"seen": "never", "vip": "perhaps"},
            {},
        ]


def test_words_of_the_source_may_mean_yes_or_no() -> None:
    uses = [use("name", "name"), use("active", "status", meanings={"Left": "no", "Here": "yes"})]
    records, [refusal], _ = imported("name,status\nA,left\nB,Here\nC,Gone\n", "people", uses)
    assert [one.active for one in records] == [False, True]
    assert refusal.problems[0].code == "not_yes_or_no"


def test_time_in_another_zone_and_hours_that_are_odd_are_told() -> None:
    uses = [use("person", "p"), use("effort", "h"), use("starts_on", "on", order="mdy")]
    [entry], _, outcome = imported("p,h,on\nana,0.3333,5/4/16\n", "time", uses)
    assert (entry.effort, entry.starts_on) == (1_200, date(2016, 5, 4))
    assert outcome.notes == {"rounded_to_second: h": 1, "two_digit_year: on": 1}


def test_more_lookups_than_the_limit_are_refused() -> None:
    lookups = [{"name": "who", "column": "ref", "key": "key", "among": {"kind": "person"}}]
    mapping = from_json(
        {"name": "m", "title": "M", "kind": "deals", "system": "s", "lookups": lookups,
         "uses": [use("source_id", "key")], "select": {"kind": "line"}}
    )  # fmt: skip
    text = TestRecordsThatReferToEachOther.TEXT.encode()
    with open_table(io.BytesIO(text)) as table, pytest.raises(Unreadable) as caught:
        Import(table, mapping, Limits(lookup_rows=1))
    assert caught.value.code == "too_many_rows"
