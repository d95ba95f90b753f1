"""What changed, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from upheld.playbook.rules.differences import passages_between, words_between


def said(pieces):
    return [(piece.kind, piece.text) for piece in pieces]


def test_words_that_went_and_came_are_told_apart():
    assert said(words_between("Ring the vendor at 9.", "Ring the carrier at 9:30.")) == [
        ("same", "Ring the "), ("gone", "vendor"), ("come", "carrier"), ("same", " at "),
        ("gone", "9"), ("come", "9:30"), ("same", "."),
    ]  # fmt: skip


def test_unchanged_lines_far_from_a_change_are_counted_instead():
    before = "".join(f"{n}. step {n}\n" for n in range(1, 21))
    passages = passages_between(before, before.replace("step 10", "stage 10"))

    assert [p.left_out for p in passages if p.left_out] == [7, 8]
    assert ("gone", "step") in said(passages[2].pieces)


def test_equal_texts_have_nothing_to_show():
    assert [p for p in passages_between("a\nb\nc\n", "a\nb\nc\n") if p.pieces] == []


def test_a_first_revision_came_as_a_whole():
    assert said(passages_between("", "a b\n")[0].pieces) == [("come", "a b\n")]


def test_texts_too_long_to_compare_by_word_are_shown_as_replaced():
    before, after = "a " * 3_000, "b " * 3_000
    assert said(words_between(before, after)) == [("gone", before), ("come", after)]


TEXTS = st.text(st.sampled_from("ab \n.1"), max_size=60)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_their_difference(before, after):
    pieces = list(words_between(before, after))

    assert "".join(p.text for p in pieces if p.kind != "come") == before
    assert "".join(p.text for p in pieces if p.kind != "gone") == after
