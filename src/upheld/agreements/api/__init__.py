"""The endpoints of agreements for the staff's programs: proposals, their parts, the library."""

from upheld.agreements.api import library, parts, proposals

__all__ = ["library", "parts", "proposals"]
