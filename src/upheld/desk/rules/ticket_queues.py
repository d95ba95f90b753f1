"""How the list of a queue can open."""

from __future__ import annotations

from typing import Final

_OPEN: Final = "state=new&state=open&state=waiting"

VIEWS: Final = {
    "open": ("Open, the most pressing first", f"{_OPEN}&snoozed=no"),
    "nobodys": ("Open and with nobody", f"{_OPEN}&snoozed=no&assignee=none"),
    "mine": ("Open and with the reader", f"{_OPEN}&snoozed=no&assignee=me"),
    "danger": ("Missed or due within four hours", "danger=soon"),
    "newest": ("Open, the newest first", f"{_OPEN}&snoozed=no&sort=-number"),
    "all": ("All, resolved and closed ones too", ""),
}
"""By its key: how it is said, and the list's own filters that show it."""

USUAL: Final = "open"


def query_of(view: str) -> str:
    """Give the query with which a queue's list opens; the usual one where nothing was chosen."""
    return VIEWS.get(view, VIEWS[USUAL])[1]
