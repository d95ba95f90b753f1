"""Wording that can be read two ways."""

from __future__ import annotations

import bisect
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.agreements.rules.wording import Reading, sentence_count, vague_wording

OPEN = [
    ("We patch servers as needed.", "need_undecided", "as needed"),
    ("Visits if and when required.", "need_undecided", "if and when required"),
    (
        "We use commercially reasonable efforts to restore.",
        "effort_not_result",
        "commercially reasonable efforts",
    ),
    ("We will endeavour to answer.", "effort_not_result", "endeavour to"),
    ("Offered on a best effort basis.", "effort_not_result", "best effort"),
    ("The system has adequate capacity.", "judged_by_nobody", "adequate"),
    ("Answers within a reasonable time.", "judged_by_nobody", "reasonable"),
    ("A seamless move to the new mail system.", "praise_not_property", "seamless"),
    ("Servers, switches, etc. are covered.", "open_list", "etc."),
    ("Devices including but not limited to laptops.", "open_list", "including but not limited to"),
    ("We replace disks and/or controllers.", "either_or_both", "and/or"),
    ("You get a timely report.", "when_undecided", "timely"),
    ("The fault is corrected as soon as possible.", "when_undecided", "as soon as possible"),
    ("We check backups regularly.", "how_often_undecided", "regularly"),
    ("We meet bi-weekly.", "twice_or_every_two", "bi-weekly"),
    ("Up to 10 users are moved.", "ceiling_without_floor", "Up to"),
    ("Servers are kept up to date.", "how_current_undecided", "up to date"),
    ("Approximately 40 mailboxes.", "about_a_figure", "Approximately"),
    ("We move several mailboxes.", "quantity_missing", "several"),
    ("On-site support.", "support_without_quantity", "On-site support"),
    ("Training for staff.", "support_without_quantity", "Training"),
    ("Answered within 30 days.", "which_days", "30 days"),
    ("Answered within business hours.", "which_hours", "business hours"),
    ("Work begins on 03/04/2026.", "day_or_month_first", "03/04/2026"),
    ("The firewall model is TBD.", "left_open", "TBD"),
    ("The number of visits is to be agreed.", "left_open", "to be agreed"),
    ("Backups run at all times.", "cannot_be_kept", "at all times"),
    ("The alert should reach the technician.", "wish_or_duty", "should"),
    ("We will assist with the audit.", "activity_not_outcome", "will assist"),
    ("We will install the firewall.", "date_missing", "will install"),
]

CLOSED = [
    "We patch every server by the tenth business day of each month.",
    "We check backups regularly, at least weekly.",
    "You get a report promptly, at the latest within 2 business days.",
    "On-site support for 4 hours each month.",
    "Work begins on 2026-04-03.",
    "Work begins on 25/04/2026.",
    "Version 1.2.10 of the agent is installed on every server.",
    "Answered within 5 business days.",
    "Answered within business hours, 08:00 to 18:00 London time.",
    "We will install the firewall by 3 March 2026.",
    "We will deliver the report within 10 business days of signing.",
    "Up to 10 users are moved, and at least 8.",
    "30 days' notice.",
    "",
]


@pytest.mark.parametrize(("text", "code", "words"), OPEN)
def test_open_wording_is_pointed_out(text: str, code: str, words: str) -> None:
    found = {finding.code: finding.words for finding in vague_wording(text)}
    assert found.get(code) == words


@pytest.mark.parametrize("text", CLOSED)
def test_closed_wording_is_left_alone(text: str) -> None:
    assert vague_wording(text) == ()


def test_every_finding_says_why_and_what_to_write_instead() -> None:
    findings = [found for text, _, _ in OPEN for found in vague_wording(text)]
    assert len(findings) >= len(OPEN)
    assert all(found.why.endswith(".") and found.suggestion.endswith(".") for found in findings)


def test_a_field_for_the_date_closes_what_the_sentence_leaves_open() -> None:
    text = "We will install the firewall."
    assert [found.code for found in vague_wording(text)] == ["date_missing"]
    assert vague_wording(text, dated=True) == ()


def test_a_field_for_the_quantity_closes_support() -> None:
    assert vague_wording("On-site support.", counted=True) == ()


def test_a_defined_term_is_not_open() -> None:
    text = "Answered within Business Hours."
    assert vague_wording(text, defined={"business hours"}) == ()


def test_a_clause_may_use_words_that_law_has_settled_but_not_leave_things_open() -> None:
    text = "The parties act reasonably. The fee is to be agreed."
    found = vague_wording(text, reading=Reading.CLAUSE)
    assert [finding.code for finding in found] == ["left_open"]


def test_of_two_overlapping_phrases_the_longer_is_reported() -> None:
    found = vague_wording("Restored as soon as reasonably possible.")
    assert [finding.words for finding in found] == ["as soon as reasonably possible"]


def test_what_closes_a_phrase_must_stand_in_the_same_sentence() -> None:
    found = vague_wording("We check backups regularly. Invoices go out monthly.")
    assert [finding.words for finding in found] == ["regularly"]


@given(st.text())
def test_any_text_can_be_read_and_spans_point_at_their_words(text: str) -> None:
    end = 0
    for found in vague_wording(text):
        assert found.start >= end
        assert text[found.start : found.end] == found.words
        end = found.end


@given(st.lists(st.sampled_from([text for text, _, _ in OPEN] + CLOSED), max_size=6))
def test_sentences_are_read_one_by_one(sentences: list[str]) -> None:
    together = [found.words for found in vague_wording("\n".join(sentences))]
    apart = [found.words for sentence in sentences for found in vague_wording(sentence)]
    assert together == apart


def _contracts(real_data: Path) -> dict[str, str]:
    root = real_data / "contracts"
    texts = {path.name: path.read_text("utf-8", "replace") for path in root.glob("*/*.md")}
    with tarfile.open(root / "cuad" / "cuad_services_dev_txt.tar.gz") as archive:
        for member in archive:
            stream = archive.extractfile(member)
            if stream is not None:
                texts[member.name] = stream.read().decode("utf-8", "replace")
    return texts


def _lines_flagged(text: str, reading: Reading) -> tuple[int, int]:
    starts = [found.start for found in vague_wording(text, reading=reading)]
    lines = flagged = offset = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            lines += 1
            first = bisect.bisect_left(starts, offset)
            flagged += first < len(starts) and starts[first] < offset + len(line)
        offset += len(line)
    return lines, flagged


@pytest.mark.data
@pytest.mark.parametrize(
    ("reading", "least", "most"), [(Reading.PROMISE, 0.15, 0.30), (Reading.CLAUSE, 0.005, 0.03)]
)
def test_real_contracts_are_read_and_not_drowned(
    real_data: Path, reading: Reading, least: float, most: float
) -> None:
    texts = _contracts(real_data)
    counted = [_lines_flagged(text, reading) for text in texts.values()]
    lines, flagged = (sum(column) for column in zip(*counted, strict=True))
    assert len(texts) == 90
    assert sum(map(sentence_count, texts.values())) > 20_000
    assert least <= flagged / lines <= most
