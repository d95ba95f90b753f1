"""The request as our views see it: with an actor and a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import QueryDict

    from upheld.foundation.actor import Actor
    from upheld.foundation.refusals import Refused


class Request(HttpRequest):
    """A request that went through our middleware and a door."""

    actor: Actor
    at: datetime
    """The moment of the request, in UTC; read once, by the door."""
    refusal: Refused | None
    """Why the post that led here was refused, when a page is shown again."""
    typed: QueryDict | None
    """What was typed in the refused post, so that nothing is lost."""
    ready: Any
    """What the door's `before` read ahead of the transaction."""
