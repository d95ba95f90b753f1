"""Who acts: one value instead of a user, a token, a device and an application."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum, auto


class ActorKind(StrEnum):
    """What sort of actor makes a change."""

    PERSON = auto()
    """Somebody who works at the provider."""
    CUSTOMER = auto()
    """Somebody of a customer's, in the portal."""
    KEY = auto()
    """A program with a token."""
    SYSTEM = auto()
    """Upheld itself: a reaction, a periodic job, the demo."""
    IMPORT = auto()
    """Rows read from somewhere else."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, for which provider, with which rights.

    `customer_id` narrows everything that can be seen to one customer. `on_behalf_of` names the
    person for whom the system, a key or a support person acts.
    """

    provider_id: int
    kind: ActorKind
    name: str
    capabilities: frozenset[str] = frozenset()
    person_id: int | None = None
    contact_id: int | None = None
    customer_id: int | None = None
    user_id: int | None = None
    role: str = ""
    zone: str = "UTC"
    key_id: int | None = None
    on_behalf_of: str = ""
    functions: frozenset[str] = field(default_factory=frozenset)

    def may(self, capability: str) -> bool:
        """Tell whether this actor holds a capability; the system holds all of them."""
        return self.kind is ActorKind.SYSTEM or str(capability) in self.capabilities

    @property
    def is_staff(self) -> bool:
        """Tell whether the actor stands on the provider's side of the counter."""
        return self.customer_id is None


def system(provider_id: int, *, on_behalf_of: Actor | None = None, name: str = "Upheld") -> Actor:
    """Build the actor for what Upheld does by itself, naming whose act caused it."""
    caused_by = on_behalf_of
    return Actor(
        provider_id=provider_id,
        kind=ActorKind.SYSTEM,
        name=name,
        person_id=caused_by.person_id if caused_by else None,
        contact_id=caused_by.contact_id if caused_by else None,
        on_behalf_of=caused_by.name if caused_by else "",
    )


def narrowed(actor: Actor, capabilities: frozenset[str]) -> Actor:
    """Give the same actor with no more than the given capabilities (a token's scopes)."""
    return replace(actor, capabilities=actor.capabilities & capabilities)
