"""Every address of the project, with the door that it declares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver

from upheld.foundation.doors.declaration import Audience, Door
from upheld.foundation.doors.endpoint import ENDPOINTS
from upheld.wiring.api import api

API = "api/v1/"


@dataclass(frozen=True, slots=True)
class Route:
    """One way in: an address, a method, and who may take it."""

    name: str
    pattern: str
    method: str
    kind: str
    audience: Audience
    capability: str | None

    @property
    def is_api(self) -> bool:
        return self.kind == "endpoint"

    @property
    def has_arguments(self) -> bool:
        return "<" in self.pattern or "{" in self.pattern

    def __str__(self) -> str:
        return f"{self.method} {self.pattern}"


def patterns() -> Iterator[tuple[str, str, Any]]:
    """Give pattern, name and view of every address that Django knows."""

    def walk(entries: Any, before: str) -> Iterator[tuple[str, str, Any]]:
        for entry in entries:
            here = before + str(entry.pattern)
            if hasattr(entry, "url_patterns"):
                yield from walk(entry.url_patterns, here)
            else:
                yield here, entry.name or "", entry.callback

    yield from walk(get_resolver().url_patterns, "")


def routes() -> list[Route]:
    """Give every way in that is ours: pages by their declared doors, then the API's."""
    found = []
    for pattern, name, view in patterns():
        door: Door | None = getattr(view, "door", None)
        if door is not None and not pattern.startswith(API):
            found += [
                Route(name, pattern, method, door.kind, door.audience, door.capability)
                for method in door.methods
            ]
    assert api is not None
    found += [
        Route(
            one.view.__name__, API + one.path, one.method, "endpoint", one.audience, one.capability
        )
        for one in ENDPOINTS
    ]
    return found
