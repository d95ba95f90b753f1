"""Which part of an answer is new, and which repeats what was said before."""

from __future__ import annotations

import re

ABOVE_THIS_LINE = "Please write your answer above this line"
"""Stands at the foot of what we send; what comes after it is ours."""

_BEGINNINGS = re.compile(
    r"""^\s*(?:>\s*)*(?:
        .{0,40}Please\ write\ your\ answer\ above\ this\ line
        |On\ .{6,200}\ wrote:\s*$
        |Am\ .{6,200}\ schrieb.{0,150}:\s*$
        |Le\ .{6,200}\ a\ écrit\s*:\s*$
        |El\ .{6,200}\ escribió:\s*$
        |-{2,}\s*(?:Original\ Message|Ursprüngliche\ Nachricht)
        |-{2,}\s*(?:Message\ d.origine|Forwarded\ message)
        |_{20,}\s*$
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_HEADER = re.compile(
    r"^\s*\*?(?:From|Von|De|Da)\s*:\*?\s.+", re.IGNORECASE
)  # Outlook's own block: From, Sent, To, Subject.
_HEADER_AFTER = re.compile(
    r"^\s*\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Inviato|To|An|À|Para)\s*:\*?\s",
    re.IGNORECASE,
)
_MOST_LINES = 3


def said_anew(text: str) -> str:
    """Give what is new in an answer: without the quoted mail below it and the signature.

    Where nothing would be left (an answer written between the quoted lines, or none at all), the
    whole text is given.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = min(_first_quoted(lines), _signature(lines))
    kept = _without_quoted_tail(lines[:end])
    fresh = "\n".join(kept).strip()
    return fresh or text.strip()


def _first_quoted(lines: list[str]) -> int:
    for at, line in enumerate(lines):
        if _BEGINNINGS.match(line) or (_opens_wrote(line) and _is_broken_over(lines, at)):
            return at
        after = lines[at + 1] if at + 1 < len(lines) else ""
        if _HEADER.match(line) and _HEADER_AFTER.match(after):
            return at
    return len(lines)


def _opens_wrote(line: str) -> bool:
    """Tell whether a line may be the first of "On … wrote:" broken over two or three."""
    return line.startswith(("On ", "Am ", "Le ", "El "))


def _is_broken_over(lines: list[str], at: int) -> bool:
    joined = (" ".join(lines[at : at + many]) for many in range(2, _MOST_LINES + 1))
    return any(_BEGINNINGS.match(one[:400]) for one in joined)


def _signature(lines: list[str]) -> int:
    return next((at for at, line in enumerate(lines) if line in {"-- ", "--"}), len(lines))


def _without_quoted_tail(lines: list[str]) -> list[str]:
    """Leave out quoted lines at the end; those with answers below them stay."""
    kept = list(lines)
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith(">")):
        kept.pop()
    return kept
