"""The endpoints of agreements: proposals and their parts for the staff's programs."""

from upheld.agreements.api import parts, proposals

__all__ = ["parts", "proposals"]
