"""Has each package declare what people meet of it: how its events are said, what can be found."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from upheld.foundation.search.registry import declare_command
from upheld.wiring.navigation import PLACES


def hear_declarations() -> None:
    """Read every installed package's `declarations.py`, and offer the rooms in the palette."""
    for package in apps.get_app_configs():
        if package.name.startswith("upheld.") and find_spec(f"{package.name}.declarations"):
            import_module(f"{package.name}.declarations")
    for place in PLACES:
        declare_command(
            place.title,
            place.route,
            place.capability,
            icon=place.icon,
            group="Go to",
            key=f"g {place.letter}" if place.letter else "",
        )
