"""Search: everything a person would look for, found by a few letters of its words."""

from upheld.foundation.search.documents import Document, Findable, refresh_search
from upheld.foundation.search.hits import Hit, search
from upheld.foundation.search.registry import Command, declare_command, declare_kind

__all__ = [
    "Command",
    "Document",
    "Findable",
    "Hit",
    "declare_command",
    "declare_kind",
    "refresh_search",
    "search",
]
