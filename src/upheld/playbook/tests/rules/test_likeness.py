"""Which procedures are on one subject."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.playbook.rules.likeness import ALIKE_PPM, features_of, likeness_ppm, stems

RESTORE = ["Look up when the last good backup was taken.", "Start the restore in the console.",
           "Check a file of yesterday with the customer."]  # fmt: skip


def alike(one, other):
    return likeness_ppm(features_of(*one), features_of(*other)) >= ALIKE_PPM


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Restore a server", RESTORE), ("Restoring servers", ["Ring the vendor."])),
        (("KubeAPIDown", ["a b c"]), ("Kube API down", ["d e f"])),
        (("Restore a server", RESTORE), ("Bring a machine back", RESTORE)),
        (("Restore a server", RESTORE), ("Restore a server from tape", [*RESTORE, "Ring them."])),
    ],
)
def test_one_subject(one, other):
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Restore a server", RESTORE), ("New starter", ["Make the mailbox.", "Order a laptop."])),
        (("Restore a server", RESTORE), ("Restart a server", ["Warn everybody who is on it."])),
        (("", []), ("", [])),
    ],
)
def test_two_subjects(one, other):
    assert not alike(one, other)


FEATURES = st.builds(features_of, st.text(max_size=30), st.lists(st.text(max_size=60), max_size=4))


@given(FEATURES, FEATURES)
def test_likeness_is_a_share_and_the_same_both_ways(one, other):
    likeness = likeness_ppm(one, other)

    assert likeness == likeness_ppm(other, one)
    assert 0 <= likeness <= 1_000_000


@given(FEATURES.filter(lambda one: bool(one.title)))
def test_a_procedure_is_wholly_like_itself(one):
    assert likeness_ppm(one, one) == 1_000_000


def test_words_are_compared_without_their_endings():
    assert stems("Restoring the Servers") == stems("restore server")
    assert stems("KubeAPIDown") == ["kub", "api", "down"]
