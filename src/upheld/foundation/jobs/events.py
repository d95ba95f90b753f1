"""What is recorded of background work: only what a person does about it."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about jobs."""

    RETRIED = "foundation.job.retried"
    CANCELLED = "foundation.job.cancelled"
