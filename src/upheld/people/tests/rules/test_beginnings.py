from __future__ import annotations

import pytest

from upheld.foundation.values.currencies import PLACES
from upheld.people.rules.beginnings import CURRENCY_OF, region_of, rows_of, slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Northgate IT", "northgate-it"),
        ("  Møller & Sønner  ", "moller-sonner"),
        ("Groß Straße GmbH", "gross-strasse-gmbh"),
        ("Łódź.net", "lodz-net"),
        ("東京", ""),
        ("a" * 80, "a" * 60),
        ("a" * 59 + " b", "a" * 59),
    ],
)
def test_a_short_name_is_made_of_a_name(name, slug):
    assert slug_of(name) == slug


@pytest.mark.parametrize(
    ("languages", "region"),
    [
        ("en-GB,en;q=0.9", "GB"),
        ("de, de-CH;q=0.8", "CH"),
        ("zh-Hant-TW,zh;q=0.5", "TW"),
        ("en", ""),
        ("en-001", ""),
        ("*", ""),
        ("", ""),
    ],
)
def test_a_browsers_languages_name_a_region_or_none(languages, region):
    assert region_of(languages) == region


def test_every_guessed_currency_is_one_that_amounts_can_be_in():
    assert set(CURRENCY_OF.values()) <= set(PLACES)


def test_a_table_is_read_without_its_comments():
    assert list(rows_of("# code\nGB\tBritain\n\nDE\tGermany\n")) == [
        ["GB", "Britain"], ["DE", "Germany"],
    ]  # fmt: skip
