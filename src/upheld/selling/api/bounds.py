"""Types that the endpoints of selling share: every input bounded."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.foundation.refusals import Reason

Id = Annotated[int, Field(ge=1, le=2**53)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Minor = Annotated[int, Field(ge=0, le=10**14)]
Share = Annotated[int, Field(ge=0, le=1_000_000)]
Line = Annotated[str, Field(max_length=200)]
Words = Annotated[str, Field(min_length=1, max_length=500)]
Codes = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=10)]
When = Annotated[str, Field(max_length=40)]
"""A moment: with its offset, or as the clocks of the key's zone show it."""


class ReasonOut(Schema):
    """One thing that is missing, and what would settle it."""

    code: str
    why: str
    remedy: str

    @classmethod
    def of(cls, reason: Reason) -> ReasonOut:
        """Show a reason."""
        return cls(code=reason.code, why=reason.why, remedy=reason.remedy)


class DealReasonIn(Schema):
    """Why."""

    reason: Annotated[str, Field(min_length=1, max_length=300)]
