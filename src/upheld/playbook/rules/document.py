"""What a procedure's text is made of: its numbered steps, in order, and the prose around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_WORDS = 300
_ITEM = re.compile(r"^( {0,3})(\d{1,9}[.)])( {1,4}|\t|$)(.*)$")
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_LINK = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?")
_MARKS = re.compile(r"[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}")
_LISTED = re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)])\s")
_LEAST_INDENT = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `number` from 1 through the whole text, `section` the heading above it.

    `words` is its first paragraph in plain words; `text` all of it as Markdown.
    """

    number: int
    section: str
    words: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text: a step, or prose between steps."""

    text: str
    step: Step | None = None


def parts_of(text: str) -> tuple[Part, ...]:
    """Cut a text into prose and numbered steps, in reading order.

    A step is an item of a numbered list at the margin. What is indented under it belongs to it,
    and so does a block of code that follows it: people seldom indent those. Numbers run on
    through all lists, whatever the text numbers them by.
    """
    cutter = _Cutter()
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        cutter.take(line)
    cutter.end_stretch()
    return tuple(cutter.parts)


def steps_of(text: str, title: str) -> tuple[Step, ...]:
    """Give the steps by which a procedure is followed; there is always one.

    Where nothing is numbered these are its sections, and without sections the whole of it.
    """
    parts = parts_of(text)
    numbered = tuple(part.step for part in parts if part.step is not None)
    if numbered:
        return numbered
    return _sections(text) or (Step(1, "", plain_words(title)[:LONGEST_WORDS] or "Do it", text),)


def has_numbered_steps(text: str) -> bool:
    """Tell whether a text numbers its steps."""
    return any(part.step for part in parts_of(text))


def heading_of(line: str) -> tuple[int, str] | None:
    """Give a heading's depth (1 to 6) and its words, or None for any other line."""
    found = _HEADING.match(line)
    return (len(found[1]), plain_words(found[2] or "")) if found else None


def title_in(text: str) -> tuple[str, str]:
    """Take the first heading off a text as its title: (title, the rest). No title is ""."""
    lines = text.lstrip("\ufeff\n\r ").splitlines()
    first = heading_of(lines[0]) if lines else None
    if first is None or first[0] != 1:
        return "", text.lstrip("\ufeff")
    return first[1], "\n".join(lines[1:]).strip("\n") + "\n"


def plain_words(text: str) -> str:
    """Give a Markdown phrase as a person would say it: without marks, links by their words."""
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", text)).split())


class _Cutter:
    """Reads lines and gathers stretches; one step or some prose is open at a time."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._lines: list[str] = []
        self._indent = 0
        """How far the words of the open step are indented; 0 while prose is open."""
        self._section = ""
        self._count = 0
        self._fence = ""
        self._after_blank = False

    def take(self, line: str) -> None:
        """Take the next line of the text."""
        if self._in_fence(line):
            self._add(line)
            return
        heading = heading_of(line)
        if heading is not None:
            self._begin_prose(line)
            self._section = heading[1]
        elif self._begins_step(line):
            self._begin_step(line)
        elif self._indent and self._after_blank and not self._belongs(line):
            self._begin_prose(line)
        else:
            self._add(line)

    def end_stretch(self) -> None:
        """Close what is open and keep it, unless it is blank."""
        text = "\n".join(self._lines).strip("\n")
        if self._indent:
            self._count += 1
            words = plain_words(_first_paragraph(text))[:LONGEST_WORDS] or f"Step {self._count}"
            self.parts.append(Part(text, Step(self._count, self._section, words, text)))
        elif text.strip():
            self.parts.append(Part(text))
        self._lines, self._indent, self._after_blank = [], 0, False

    def _in_fence(self, line: str) -> bool:
        """Tell whether a line is code, which has neither headings nor steps."""
        mark = _FENCE.match(line)
        if self._fence:
            if mark and mark[1].startswith(self._fence) and not line.strip(" \t`~"):
                self._fence = ""
            return True
        if mark:
            self._fence = mark[1]
        return mark is not None

    def _begins_step(self, line: str) -> bool:
        found = _ITEM.match(line)
        return found is not None and not (self._indent and len(found[1]) >= _LEAST_INDENT)

    def _begin_step(self, line: str) -> None:
        self.end_stretch()
        found = _ITEM.match(line)
        lead = f"{found[1]}{found[2]}{found[3]}" if found else ""
        self._indent = max(_LEAST_INDENT, len(lead))
        self._lines = [line[len(lead) :]]

    def _begin_prose(self, line: str) -> None:
        self.end_stretch()
        self._lines = [line]

    def _belongs(self, line: str) -> bool:
        return not line.strip() or len(line) - len(line.lstrip()) >= _LEAST_INDENT

    def _add(self, line: str) -> None:
        self._after_blank = not line.strip()
        if self._indent:
            room = len(line) - len(line.lstrip(" "))
            line = line[min(room, self._indent) :]
        self._lines.append(line)


def _first_paragraph(text: str) -> str:
    kept: list[str] = []
    for line in text.split("\n"):
        if kept and (not line.strip() or _FENCE.match(line) or _LISTED.match(line)):
            break
        kept.append(line.strip())
    return " ".join(kept)


def _sections(text: str) -> tuple[Step, ...]:
    """Cut a text at its widest headings that occur more than once, or else at all of them."""
    sections: list[tuple[str, list[str]]] = []
    depths = [found[0] for part in parts_of(text) if (found := heading_of(_opening(part)))]
    often = [depth for depth in sorted(set(depths)) if depths.count(depth) > 1]
    least = often[0] if often else min(depths, default=0)
    for part in parts_of(text):
        found = heading_of(_opening(part))
        if found and found[0] == least:
            sections.append((found[1], part.text.split("\n")[1:]))
        elif sections:
            sections[-1][1].append(part.text)
    return tuple(
        Step(number, "", words[:LONGEST_WORDS] or f"Part {number}", "\n".join(lines).strip("\n"))
        for number, (words, lines) in enumerate(sections, 1)
    )


def _opening(part: Part) -> str:
    return part.text.split("\n", 1)[0]
