from __future__ import annotations

import pytest

from upheld.people.rules.functions import function_said


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("onsite", "on-site work"),
        ("deal_desk", "deal desk"),
        ("night_watch", "night watch"),
        ("Lena Brandt", "Lena Brandt"),
    ],
)
def test_a_function_is_said_in_the_middle_of_a_sentence(key, said):
    assert function_said(key) == said
