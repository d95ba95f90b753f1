"""Whatever stands in a cell, reading it gives a value or a reason; nothing else comes out."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from upheld.connections.rules.columns import parser
from upheld.connections.rules.decisions import Decisions, decide
from upheld.connections.rules.kinds import Field, Type
from upheld.connections.rules.mapping import ColumnMapping, Use
from upheld.connections.rules.unparsable import Unparsable

LIKE_DATES = some.from_regex(
    r"[0-9]{1,4}[-/. ][0-9A-Za-z]{1,4}[-/. ][0-9]{1,4}([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?"
    r"( ?[ap]m)?( ?[-+][0-9]{2}:?[0-9]{2}|Z)?)?",
    fullmatch=True,
)
LIKE_AMOUNTS = some.from_regex(r"[-+(]?[$€£]?[0-9., ]{1,20}[-)%h:m]?[0-9]{0,3}", fullmatch=True)
CELLS = some.text(max_size=40) | LIKE_DATES | LIKE_AMOUNTS


@pytest.mark.parametrize("kind", list(Type))
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/St_Johns"])
@settings(max_examples=120, deadline=None)
@given(text=CELLS, order=some.sampled_from(["ymd", "dmy", "mdy"]), mark=some.sampled_from(".,"))
@example(text="0001-01-01T00:00:00+14:00", order="ymd", mark=".")
@example(text="31/12/9999 23:59 -05:00", order="dmy", mark=".")
@example(text="1/1/0001 00:00", order="dmy", mark=".")
@example(text="9999-12-31", order="ymd", mark=".")
@example(text="1" * 400, order="ymd", mark=".")
@example(text="٣/٤/٢٠١٦", order="dmy", mark=".")
@example(text="NaN", order="ymd", mark=".")
@example(text="1/1/2016 10:00 +99:99", order="dmy", mark=".")
def test_is_read_or_refused(kind: Type, zone: str, text: str, order: str, mark: str) -> None:
    use = Use(field="x", column="x", order=order, decimal=mark)
    mapping = ColumnMapping("m", "M", "deals", "s", (use,), zone=zone)
    parse = parser(Field("x", kind, choices=("open",)), use, mapping, Decisions())
    try:
        parse(text)
    except Unparsable as refusal:
        told = (refusal.code, refusal.reason)
        assert all(told)


@settings(max_examples=200, deadline=None)
@given(some.lists(CELLS, max_size=8))
def test_deciding_over_any_column_ends_in_a_decision_or_a_reason(texts: list[str]) -> None:
    uses = (Use(field="opened_on", column="x"), Use(field="value", column="x"))
    mapping = ColumnMapping("m", "M", "deals", "s", uses)
    decided = decide(["x"], [[text] for text in texts], mapping)
    assert all(problem.reason and problem.remedy for problem in decided.problems)
    assert "x" in decided.orders or decided.problems
    assert "x" in decided.marks or decided.problems
