"""Says django-allauth's headings and buttons the way the rest of Upheld speaks."""

from __future__ import annotations

import re

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_WORD = re.compile(r"[A-Za-z][a-z]+(?![^<]*>)")


@register.filter(is_safe=True)
@stringfilter
def sentence(text: str) -> SafeString:
    """Write a title in sentence case: "Two-Factor Authentication" as "Two-factor authentication".

    Words in capitals, such as TOTP, stay as they are; so does everything inside tags.
    """
    words = text.strip()
    first = re.search(r"[A-Za-z](?![^<]*>)", words)
    keep = first.start() if first else -1

    def lowered(found: re.Match[str]) -> str:
        return found[0] if found.start() == keep else found[0].lower()

    # The input was rendered, and so escaped, by the block that this filter stands around.
    return mark_safe(_WORD.sub(lowered, words))  # noqa: S308
