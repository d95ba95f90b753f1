"""What a procedure is followed on: whatever time can be on, found as the capture line finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.timekeeping.targets import target_kind

if TYPE_CHECKING:
    from upheld.foundation.actor import Actor
    from upheld.timekeeping.targets import Target

_ITSELF = "procedure"


def work_on(actor: Actor, kind: str, pk: int | None) -> Target | None:
    """Give a piece of work by its kind and id, or nothing where the actor sees no such thing."""
    known = target_kind(kind) if kind != _ITSELF else None
    return known.by_id(actor, pk) if known and pk else None


def work_numbered(actor: Actor, kind: str, number: int) -> Target | None:
    """Give a piece of work by the number that people say for it."""
    known = target_kind(kind) if kind != _ITSELF else None
    return known.by_number(actor, number) if known and known.by_number else None
