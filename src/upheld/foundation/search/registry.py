"""What can be found and what can be started: declared by each package as Django loads it.

declare_kind("deal", "Deals", icon="target-arrow", may=May.SEE_DEALS)
declare_command("New deal", "deal-new", May.EDIT_DEAL, icon="plus")
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.urls import NoReverseMatch, reverse

from upheld.foundation.actor import Actor
from upheld.foundation.search.words import words_of
from upheld.foundation.ui.shapes import Found


@dataclass(frozen=True, slots=True)
class FindableKind:
    """One kind of thing; `may` is what somebody needs to find any of it."""

    key: str
    title: str
    icon: str
    may: StrEnum


@dataclass(frozen=True, slots=True)
class Command:
    """Something to go to or begin, by its words."""

    title: str
    route: str
    may: str | None
    icon: str = "arrow-right"
    group: str = "New"
    key: str = ""

    def url(self) -> str:
        """Give its address; empty while its page does not exist."""
        try:
            return reverse(self.route)
        except NoReverseMatch:
            return ""


KINDS: dict[str, FindableKind] = {}
COMMANDS: dict[str, Command] = {}


def declare_kind(key: str, title: str, *, icon: str, may: StrEnum) -> None:
    """Make rows of a kind findable for whoever holds a capability; `title` is its plural."""
    KINDS[key] = FindableKind(key, title, icon, may)


def declare_command(
    title: str,
    route: str,
    may: str | None,
    *,
    icon: str = "plus",
    group: str = "New",
    key: str = "",
) -> None:
    """Offer something in the palette to whoever holds a capability."""
    COMMANDS[route] = Command(title, route, may, icon, group, key)


def kinds_for(actor: Actor) -> dict[str, FindableKind]:
    """Give the kinds that an actor may find; a customer's own rows are told apart row by row."""
    if not actor.is_staff:
        return dict(KINDS)
    return {key: kind for key, kind in KINDS.items() if actor.may(kind.may)}


def commands_for(actor: Actor, text: str) -> dict[str, list[Found]]:
    """Give the commands whose words begin with all that was typed, by group."""
    typed = words_of(text)
    groups: dict[str, list[Found]] = {}
    for command in COMMANDS.values():
        if command.may is not None and not actor.may(command.may):
            continue
        known = words_of(command.title)
        url = command.url()
        if url and all(any(word.startswith(part) for word in known) for part in typed):
            found = Found(command.title, url, icon=command.icon, key=command.key)
            groups.setdefault(command.group, []).append(found)
    return groups
