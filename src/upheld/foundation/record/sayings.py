"""How recorded events are said on a timeline: declared by each package beside its events.

    say(Event.PROPOSAL_SENT, "sent proposal version {version}", kind="mail")
    say(Event.PAY_SET, "set the pay", kind="money", may=May.SEE_PAY)
    name_fields(Deal, margin_ppm=FieldSaid("Margin", may=May.SEE_MARGIN))

A phrase continues the actor's name and may take anything from the entry's data and private part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

from upheld.foundation.actor import Actor
from upheld.foundation.tenancy.owned import Owned


@dataclass(frozen=True, slots=True)
class Saying:
    """How one event reads; `kind` is a timeline's kind, `may` what a reader needs to see it."""

    phrase: str
    kind: str = "change"
    may: StrEnum | None = None

    @property
    def said(self) -> str:
        """Give the phrase without what an entry would fill in, for a list of many entries."""
        return " ".join(_GAP.sub("…", self.phrase).split())


@dataclass(frozen=True, slots=True)
class FieldSaid:
    """How a changed field is named, and what a reader needs to see its values.

    `titles` says stored values in words, such as {"won": "Won"}. A field that is `shown` to nobody
    is one that the phrase of its event says already.
    """

    title: str
    may: StrEnum | None = None
    titles: tuple[tuple[Any, str], ...] = ()
    shown: bool = True


SAYINGS: dict[str, Saying] = {}
FIELDS: dict[tuple[str, str], FieldSaid] = {}

_SENSITIVE = re.compile(
    r"pay|cost|margin|burden|commission|wage|salary|rate_|_rate|bonus|secret|hash"
)
"""Fields that are shown only once they were declared with the right that they need."""

_GAP = re.compile(r"\{[^}]*\}")
_UNITS = re.compile(r"_(minor|ppm|seconds|id)$")


def say(event: Enum, phrase: str, *, kind: str = "change", may: StrEnum | None = None) -> None:
    """Declare how an event is said, and who may read of it."""
    SAYINGS[str(event.value)] = Saying(phrase, kind, may)


def name_fields(model: type[Owned], **fields: FieldSaid) -> None:
    """Declare how the changed fields of a model are named, and who may read their values."""
    for name, said in fields.items():
        FIELDS[model._meta.label_lower, name] = said


def saying_of(event: str) -> Saying:
    """Give how an event is said; an undeclared one by its own name: "deal moved"."""
    known = SAYINGS.get(event)
    return known or Saying(" ".join(event.split(".")[1:]).replace("_", " ") or event)


def hidden_events(actor: Actor) -> list[str]:
    """Give the events that an actor may not read of."""
    return sorted(
        event for event, one in SAYINGS.items() if one.may is not None and not actor.may(one.may)
    )


def events_of_kind(kind: str) -> list[str]:
    """Give the events that are said as one kind."""
    return sorted(event for event, one in SAYINGS.items() if one.kind == kind)


def field_said(model_label: str, name: str, actor: Actor) -> FieldSaid | None:
    """Give how a field is named, or nothing when the actor must not see its values."""
    known = FIELDS.get((model_label, name))
    if known is None:
        if _SENSITIVE.search(name):
            return None
        return FieldSaid(_UNITS.sub("", name).replace("_", " ").capitalize())
    readable = known.may is None or actor.may(known.may)
    return known if known.shown and readable else None
