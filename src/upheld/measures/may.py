"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over measures. A measure may name a further one that it needs."""

    SEE_MEASURES = "measures:measure:see"
