"""A procedure's Markdown as a page shows it: cut at its steps, cleaned of whatever could harm."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from upheld.playbook.rules.document import heading_of, parts_of

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "hr", "li", "ol", "p",
    "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_LEADS_SOMEWHERE = re.compile(r"(https?://|mailto:|/(?!/)|#)", re.IGNORECASE)
_REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:\s*\S.*$", re.MULTILINE)
_KEPT = 512


@dataclass(frozen=True, slots=True)
class ShownPart:
    """Some of the text as it is read; `number` is its step's, 0 for prose."""

    html: Markup
    number: int = 0


@lru_cache(_KEPT)
def shown_parts(text: str) -> tuple[ShownPart, ...]:
    """Print a procedure's text, in order. The same text is printed once and kept."""
    references = "\n".join(_REFERENCE.findall(text))
    tags = _heading_tags(text)
    return tuple(
        ShownPart(
            _printed(f"{part.text}\n\n{references}", tags), part.step.number if part.step else 0
        )
        for part in parts_of(text)
    )


def _printed(source: str, tags: dict[str, str]) -> Markup:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = reader.parse(source)
    for token in tokens:
        token.tag = tags.get(token.tag, token.tag)
    html = reader.renderer.render(tokens, reader.options, {})
    cleaned = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, attribute_filter=_kept,
        url_schemes={"http", "https", "mailto"},
    )  # fmt: skip
    return Markup(cleaned)  # noqa: S704  cleaned in the line above; templates may not say "safe"


def _kept(tag: str, name: str, value: str) -> str | None:
    """Keep links that lead somewhere from here; those between the files of elsewhere do not."""
    if (tag, name) == ("a", "href") and not _LEADS_SOMEWHERE.match(value.strip()):
        return None
    return value


def _heading_tags(text: str) -> dict[str, str]:
    """Say which heading each depth of a text becomes: under the page's own title, without gaps."""
    depths = sorted({found[0] for line in text.splitlines() if (found := heading_of(line))})
    return {f"h{depth}": f"h{min(5, at)}" for at, depth in enumerate(depths, 2)}
