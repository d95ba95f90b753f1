"""What the endpoints of gaps take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.selling.api.bounds import (
    Id,
    When,
)
from upheld.selling.models import Gap
from upheld.selling.rules.gaps import OurAnswer


class GapIn(Schema):
    """A need and how far we meet it."""

    need: Annotated[str, Field(min_length=1, max_length=300)]
    answer: OurAnswer = OurAnswer.GAP
    workaround: Annotated[str, Field(max_length=500)] = ""
    is_killer: bool = False


class DisclosureIn(Schema):
    """Whom we told, and when; now, if not said."""

    to: Id
    disclosed_at: When = ""
    workaround: Annotated[str, Field(max_length=500)] | None = None


class GapOut(Schema):
    """A gap. `sunk_seconds` is the pre-sale work that had gone in when it was disclosed."""

    number: int
    deal: int
    need: str
    answer: str
    workaround: str
    is_killer: bool
    found_at: datetime
    disclosed_at: datetime | None
    disclosed_to: int | None
    sunk_seconds: int | None
    version: int

    @classmethod
    def of(cls, gap: Gap) -> GapOut:
        """Show a gap that was read with its deal."""
        same = set(cls.model_fields) - {"deal", "disclosed_to"}
        return cls(
            deal=gap.deal.number,
            disclosed_to=gap.disclosed_to_id,
            **{name: getattr(gap, name) for name in same},
        )
