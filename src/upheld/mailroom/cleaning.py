"""HTML from strangers, made harmless: no script, no form, no picture that tells who reads."""

from __future__ import annotations

import nh3

_TAGS = {
    "a", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "hr", "i", "li",
    "ol", "p", "pre", "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead",
    "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
LONGEST = 300_000


def cleaned(html: str) -> str:
    """Keep the shape of a text and its links; pictures come as files, styles are ours."""
    if not html.strip():
        return ""
    return nh3.clean(
        html[:LONGEST], tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"https", "http", "mailto"},
        link_rel="noopener noreferrer nofollow",
        clean_content_tags={"script", "style", "title", "head", "svg", "math"},
    ).strip()  # fmt: skip
