"""A single value that does not say what its column should say."""

from __future__ import annotations

from upheld.connections.rules.unreadable import Problem


class Unparsable(ValueError):  # noqa: N818 - it names a state of the value
    """`code` is stable; `reason` and `remedy` are sentences; the row is refused with them."""

    def __init__(self, code: str, reason: str, remedy: str = "") -> None:
        self.code = code
        self.reason = reason
        self.remedy = remedy
        super().__init__(reason)

    def problem(self, column: str) -> Problem:
        return Problem(self.code, self.reason, self.remedy, column)


def shortened(text: str, most: int = 40) -> str:
    """Quote a stranger's text in a sentence without letting it run on."""
    return f"“{text}”" if len(text) <= most else f"“{text[:most]}…”"
