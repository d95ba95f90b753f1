"""What may be said of a claim, how long a proof page is open, and who is like our best."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.values.rate import Rate
from upheld.market.rules.claim_verdicts import Override, carry_obstacle, verdict_words
from upheld.market.rules.ideal_customers import ideal_traits, likeness
from upheld.market.rules.proof_pages import (
    LONGEST_OPEN,
    PageState,
    ProofLink,
    link_obstacles,
    page_state,
    visitor_sees,
)
from upheld.measures.rules.statistics import share
from upheld.measures.rules.units import Unit
from upheld.measures.rules.verdict import Direction, Outcome, Verdict, verdict


def claimed(met: int, n: int) -> Verdict:
    return verdict(share(met, n), 950_000, Direction.AT_LEAST, Unit.SHARE)


MISSED, KEPT, TOO_FEW = claimed(375, 412), claimed(400, 412), claimed(2, 2)
OVERRIDE = Override("Olga", "The new desk opens in May.", Outcome.NOT_BORNE_OUT)


@pytest.mark.parametrize(
    ("found", "start"),
    [
        (MISSED, "Not borne out over 90 days. Claimed: at least 95 %. Measured: 91"),
        (KEPT, "Borne out over 90 days. Claimed: at least 95 %. Measured: 97"),
        (TOO_FEW, "Not enough evidence yet over 90 days. "),
    ],
)
def test_a_verdict_in_words(found: Verdict, start: str) -> None:
    assert verdict_words(found, 90).startswith(start)


@pytest.mark.parametrize(
    ("found", "override", "code"),
    [
        (KEPT, None, None),
        (KEPT, OVERRIDE, None),
        (MISSED, None, "claim_not_borne_out"),
        (TOO_FEW, None, "claim_without_evidence"),
        (MISSED, OVERRIDE, None),
        (MISSED, replace(OVERRIDE, reason=" "), "override_without_reason"),
        (TOO_FEW, OVERRIDE, "override_out_of_date"),
    ],
)
def test_whether_a_proposal_may_carry_a_claim(
    found: Verdict, override: Override | None, code: str | None
) -> None:
    reason = carry_obstacle("Answered within 15 minutes", found, 90, override)
    assert (reason.code if reason else None) == code


MADE = datetime(2026, 3, 2, tzinfo=UTC)
LINK = ProofLink(MADE, MADE + timedelta(days=30))
REVOKED = replace(LINK, revoked_at=MADE + timedelta(days=3))


@pytest.mark.parametrize(
    ("link", "after", "state"),
    [
        (LINK, timedelta(0), PageState.OPEN),
        (LINK, timedelta(days=30) - timedelta(microseconds=1), PageState.OPEN),
        (LINK, timedelta(days=30), PageState.EXPIRED),
        (REVOKED, timedelta(days=2), PageState.OPEN),
        (REVOKED, timedelta(days=3), PageState.REVOKED),
        (REVOKED, timedelta(days=40), PageState.REVOKED),
    ],
)
def test_how_long_a_proof_page_is_open(link: ProofLink, after: timedelta, state: PageState) -> None:
    assert page_state(link, at=MADE + after) is state
    told = visitor_sees(link, at=MADE + after)
    assert (told is None) is (state is PageState.OPEN)


def test_a_visitor_cannot_tell_expired_from_revoked() -> None:
    late = MADE + timedelta(days=40)
    assert visitor_sees(LINK, at=late) == visitor_sees(REVOKED, at=late)


@pytest.mark.parametrize(
    ("days", "claims", "codes"),
    [
        (30, 1, []),
        (LONGEST_OPEN.days, 1, []),
        (LONGEST_OPEN.days + 1, 1, ["expiry_too_far"]),
        (0, 1, ["expiry_past"]),
        (-1, 0, ["expiry_past", "no_claims"]),
    ],
)
def test_what_keeps_a_link_from_being_made(days: int, claims: int, codes: list[str]) -> None:
    found = link_obstacles(expires_at=MADE + timedelta(days=days), claims=claims, at=MADE)
    assert [reason.code for reason in found] == codes


BEST = [{"sector": "dental", "size": "10-50"}] * 6 + [{"sector": "law", "size": "10-50"}] * 2
REST = [{"sector": "law", "size": "10-50"}] * 5 + [{"sector": "retail", "size": "1-9"}] * 5


def test_what_the_best_have_in_common() -> None:
    found = {(trait.fact, trait.value): trait.difference for trait in ideal_traits(BEST, REST)}
    assert found == {
        ("sector", "dental"): Rate.percent(75),
        ("sector", "law"): Rate.percent(-25),
        ("sector", "retail"): Rate.percent(-50),
        ("size", "10-50"): Rate.percent(50),
        ("size", "1-9"): Rate.percent(-50),
    }


def test_a_small_difference_sets_nobody_apart() -> None:
    best = [{"sector": "law"}] * 10 + [{"sector": "retail"}] * 10
    rest = [{"sector": "law"}] * 11 + [{"sector": "retail"}] * 9
    assert ideal_traits(best, rest) == ()


def test_too_few_of_the_best_have_nothing_in_common_yet() -> None:
    assert ideal_traits(BEST[:4], REST) == ()
    assert ideal_traits(BEST, REST[:4]) == ()
    assert ideal_traits([{}] * 9, REST) == ()


@pytest.mark.parametrize(
    ("company", "points", "unknown"),
    [
        ({"sector": "dental", "size": "10-50"}, 100, ()),
        ({"sector": "retail", "size": "1-9"}, 10, ()),
        ({"sector": "dental"}, 100, ("size",)),
        ({"sector": "farming"}, 50, ("size",)),
        ({"sector": " "}, None, ("sector", "size")),
        ({}, None, ("sector", "size")),
    ],
)
def test_how_much_somebody_is_like_them(
    company: dict[str, str], points: int | None, unknown: tuple[str, ...]
) -> None:
    score = likeness(company, ideal_traits(BEST, REST))
    assert (score.points, score.unknown) == (points, unknown)


def test_a_score_says_why() -> None:
    first, *_ = likeness({"sector": "dental"}, ideal_traits(BEST, REST)).reasons
    assert first.words == "sector: dental, as 75 % of our best 8 and 0 % of the rest."


COMPANIES = st.lists(
    st.dictionaries(st.sampled_from(["sector", "size", "zone"]), st.sampled_from("abc")),
    max_size=20,
)


@given(COMPANIES, COMPANIES, COMPANIES)
def test_a_score_stays_between_0_and_100(
    best: list[dict[str, str]], rest: list[dict[str, str]], others: list[dict[str, str]]
) -> None:
    traits = ideal_traits(best, rest)
    for company in others:
        points = likeness(company, traits).points
        assert points is None or 0 <= points <= 100
