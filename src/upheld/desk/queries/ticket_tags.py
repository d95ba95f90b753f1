"""Tags of tickets: how many have each, and what was decided about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from upheld.desk.models import TagRule, TicketTag
from upheld.foundation.refusals import invalid

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class TagShown:
    """A tag, how many tickets have it, and what was decided about it."""

    tag: str
    tickets: int
    url: str
    is_retired: bool


@dataclass(frozen=True, slots=True)
class TagsPage:
    """The tags, those on most tickets first, and those that have another name by now."""

    tags: tuple[TagShown, ...]
    renamed: tuple[TagRule, ...]


def tags_page() -> TagsPage:
    """Read all tags: two queries."""
    rules = list(TagRule.objects.order_by("tag"))
    retired = {one.tag for one in rules if not one.instead}
    rows = TicketTag.objects.order_by().values("tag").annotate(tickets=Count("pk"))
    counted = {row["tag"]: row["tickets"] for row in rows.order_by("-tickets", "tag")[:MOST_SHOWN]}
    shown = {**counted, **dict.fromkeys(retired - counted.keys(), 0)}
    return TagsPage(
        tuple(
            TagShown(tag, count, f"{reverse('tickets')}?{urlencode({'tag': tag})}", tag in retired)
            for tag, count in shown.items()
        ),
        tuple(one for one in rules if one.instead),
    )


def tags_meant(tags: Iterable[str], already: Iterable[str] = ()) -> list[str]:
    """Give tags as they are written now, each once: one query where any are given, else none.

    A renamed one becomes what stands instead; a retired one stays where it was, and is refused
    where it is new. Refuses with: invalid_input (tags).
    """
    given = list(dict.fromkeys(tags))
    new = [tag for tag in given if tag not in set(already)]
    if not new:
        return given
    rules = {rule.tag: rule.instead for rule in TagRule.objects.filter(tag__in=new)}
    gone = [tag for tag in new if rules.get(tag) == ""]
    if gone:
        raise invalid(tags=f"“{gone[0]}” is retired: choose another tag.")
    return list(dict.fromkeys(rules.get(tag) or tag for tag in given))
