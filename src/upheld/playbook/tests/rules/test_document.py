"""What counts as a step, and that nothing of a text is lost by cutting it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.playbook.rules.document import (
    has_numbered_steps,
    parts_of,
    plain_words,
    steps_of,
    title_in,
)

TEXT = """Who may do it: anybody on the desk.

## Before

1. Look up **when** the last [backup](https://example.org) was taken:

    ```console
    $ backup list
    1. not a step
    ```

2. Tell the customer
how long it takes.

A word between.

## After

1. Check a file of yesterday
```
# not a heading
```
"""


def test_steps_are_the_numbered_items_and_count_on_through_the_text():
    steps = steps_of(TEXT, "Restore")

    assert [(step.number, step.section, step.words) for step in steps] == [
        (1, "Before", "Look up when the last backup was taken:"),
        (2, "Before", "Tell the customer how long it takes."),
        (3, "After", "Check a file of yesterday"),
    ]
    assert "$ backup list" in steps[0].text
    assert "# not a heading" in steps[2].text


def test_prose_stays_between_the_steps():
    kinds = [part.step.number if part.step else part.text for part in parts_of(TEXT)]

    assert kinds == ["Who may do it: anybody on the desk.", "## Before", 1, 2,
                     "A word between.", "## After", 3]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1. one\n2. two", ["one", "two"]),
        ("1) one\n2) two", ["one", "two"]),
        ("1. one\n   1. within\n   2. within", ["one"]),
        ("1. one\n\n   more of it\n\n2. two", ["one", "two"]),
        ("10.5 is no step", ["Title"]),
        ("```\n1. code\n```", ["Title"]),
        ("## Look\n\na\n\n## Mend\n\nb", ["Look", "Mend"]),
        ("# All\n\n## Look\n\n## Mend\n", ["Look", "Mend"]),
        ("just words", ["Title"]),
        ("", ["Title"]),
        ("1.", ["Step 1"]),
    ],
)
def test_what_the_steps_are(text, words):
    assert [step.words for step in steps_of(text, "Title")] == words


def test_line_ends_of_other_systems_count_as_line_ends():
    assert [step.words for step in steps_of("1. a\r\n2. b\r3. c", "T")] == ["a", "b", "c"]


def test_only_numbered_items_count_as_numbered():
    assert has_numbered_steps("1. a")
    assert not has_numbered_steps("- a\n- b")


def test_the_first_heading_is_the_title():
    assert title_in("\ufeff# Restore a server\n\nText\n") == ("Restore a server", "Text\n")
    assert title_in("Text\n# Later") == ("", "Text\n# Later")


def test_marks_are_no_words():
    assert (
        plain_words("Run `oc get` on **the** [node](x.md) ![pic](y)")
        == "Run oc get on the node pic"
    )


LINES = st.sampled_from(
    ["1. do", "2) more", "   1. nested", "", "    code", "```", "~~~", "# Head", "words", "- item",
     "10. ten", "\t1. tab", "  indented"]
)  # fmt: skip


@given(st.lists(LINES, max_size=30))
def test_every_word_stands_in_exactly_one_part_and_steps_are_numbered_from_one(lines):
    parts = parts_of("\n".join(lines))
    numbers = [part.step.number for part in parts if part.step]

    assert numbers == list(range(1, len(numbers) + 1))
    kept = "".join("".join(part.text.split()) for part in parts)
    bare = "".join("".join(line.split()) for line in lines)
    assert re.sub(r"\d+[.)]", "", kept) == re.sub(r"\d+[.)]", "", bare)


@given(st.text(max_size=400), st.text(min_size=1, max_size=40))
def test_any_text_has_at_least_one_step(text, title):
    steps = steps_of(text, title)

    assert steps
    assert all(step.words for step in steps)
