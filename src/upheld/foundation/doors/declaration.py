"""What every route says of itself. A route that says nothing fails the suite."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from upheld.foundation.actor import Actor


class Audience(StrEnum):
    """On which side of the counter a route is open."""

    STAFF = auto()
    CUSTOMER = auto()
    SIGNED_IN = auto()
    """Either side, once signed in: what concerns only the reader, such as light or dark."""
    ANYONE = auto()
    """No sign-in: sign-in itself, proof pages and rating links (guarded by their own secrets)."""

    def admits(self, actor: Actor) -> bool:
        """Tell whether somebody who is signed in stands on the right side."""
        return self is Audience.SIGNED_IN or (self is Audience.STAFF) == actor.is_staff


@dataclass(frozen=True, slots=True)
class Door:
    """One declared route."""

    name: str
    kind: str
    """`screen`, `endpoint` or `public`."""
    audience: Audience
    capability: str | None
    methods: tuple[str, ...]
    why_public: str = ""


DOORS: dict[str, Door] = {}


def declare(view: Callable[..., Any], door: Door) -> None:
    """Note a door on its view and in the registry that the tests walk."""
    view.door = door  # type: ignore[attr-defined]
    DOORS[f"{door.kind}:{door.name}"] = door
