"""The promises package's table."""

from upheld.promises.models.promise import Promise, Source

__all__ = ["Promise", "Source"]
