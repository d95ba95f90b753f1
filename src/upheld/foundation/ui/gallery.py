"""The component gallery: every component in every state, with sample values.

`python -m upheld.foundation.ui.gallery OUT.html` writes it as plain files, with what it needs in
a folder `static` beside it; any web server can show them. Nothing in it is true: the names and
figures are made up, and no address in it answers.
"""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from upheld.foundation.ui import gallery_figures, gallery_lists
from upheld.foundation.ui.shell import AtHand, Link, Notice, Person, Room, Shell, Timer, Waiting

AT = datetime(2026, 11, 18, 14, 5, tzinfo=UTC)
_PAGES = ("gallery.html", "gallery_portal.html", "gallery_bare.html", "gallery_progress.html")


def sample_shell(*, theme: str = "auto", customer: str = "", at: datetime = AT) -> Shell:
    """Give a frame with everything in it; with `customer`, the customer's side."""
    return Shell(
        provider_name="Northgate IT",
        me=Person("Dana Kovač", "DK", "Customer" if customer else "Service manager"),
        at=at,
        csrf_token="sample",  # noqa: S106  the gallery's forms lead nowhere
        rooms=_customer_rooms() if customer else _own_rooms(),
        more_rooms=() if customer else _more_rooms(),
        read_at_hand=lambda: _at_hand(at),
        waiting_url="#waiting",
        theme=theme,
        search_url="#search",
        palette_url="palette",
        capture_url="capture",
        capture_parse_url="capture-read",
        version="0.1.0",
        home_url="#home",
        theme_url="#theme",
        sign_out_url="#sign-out",
        my_links=(Link("My settings", "#settings", "settings"), Link("My day", "#day", "sun")),
        customer_name=customer,
    )


def gallery_context(at: datetime = AT) -> dict[str, Any]:
    """Give everything that the gallery prints besides the frame."""
    return {
        "notice": [Notice("25 m logged on Acme: VPN down.", "done", "#undo")],
        **gallery_figures.people_and_figures(at),
        **gallery_figures.answers(),
        **gallery_lists.lists(at),
        "chart": gallery_figures.chart(),
        "against": gallery_figures.against(),
        "stacked": gallery_figures.stacked(),
        "progress_url": "gallery_progress.html",
    }


def _own_rooms() -> tuple[Room, ...]:
    return (
        Room("desk", "Desk", "#desk", "layout-dashboard", "d", active=True),
        Room("my_day", "My day", "#my-day", "sun", "m"),
        Room("tickets", "Tickets", "#tickets", "ticket", "t", count=18),
        Room("reviews", "Reviews", "#reviews", "stamp", "r", count=3),
        Room("promises", "Promises", "#promises", "circle-check", "p"),
        Room("customers", "Customers", "#customers", "building", "u"),
        Room("capacity", "Capacity", "#capacity", "calendar-stats", "a"),
    )


def _more_rooms() -> tuple[Room, ...]:
    return (
        Room("deals", "Deals", "#deals", "target-arrow", "s"),
        Room("market", "Market", "#market", "speakerphone", "k"),
        Room("money", "Money", "#money", "coin", "o"),
        Room("mirror", "Mirror", "#mirror", "scale", "i"),
        Room("measures", "Measures", "#measures", "ruler-measure", "f"),
        Room("people", "People", "#people", "users", "l"),
        Room("imports", "Imports", "#imports", "database-import", "n"),
    )


def _customer_rooms() -> tuple[Room, ...]:
    return (
        Room("promises", "Promises", "#promises", "circle-check", active=True),
        Room("proposals", "Proposals", "#proposals", "file-text", count=1),
        Room("sign_off", "Sign-off", "#sign-off", "signature", count=2),
        Room("tickets", "Tickets", "#tickets", "ticket"),
    )


def _at_hand(at: datetime) -> AtHand:
    timer = Timer("Acme: VPN down", at - timedelta(minutes=83), "#timer", "#stop", "#trim")
    return AtHand(_waiting(at), 7, timer)


def _waiting(at: datetime) -> tuple[Waiting, ...]:
    return (
        Waiting(
            "Weekend on-site within four hours, for Acme", "#1", "review", at - timedelta(hours=1)
        ),
        Waiting("Effort of the firewall swap", "#2", "review", at + timedelta(hours=2)),
        Waiting("Backup report for Birch & Sons", "#3", "promise", at + timedelta(days=2)),
    )


def render_gallery(name: str, *, theme: str = "auto") -> str:
    """Render one page of the gallery; Django must be set up."""
    from upheld.foundation.ui.environment import environment

    customer = "Acme Manufacturing" if "portal" in name else ""
    shell = sample_shell(theme=theme, customer=customer)
    return environment().get_template(name).render(shell=shell, **gallery_context())


def write_gallery(out: Path, *, theme: str = "auto") -> list[Path]:
    """Write the gallery's pages and the folder `static` that they read; give the pages.

    The first page is `out`; the customer's side, the bare page and a piece are beside it.
    """
    from upheld.foundation.ui.environment import FOLDER

    out.parent.mkdir(parents=True, exist_ok=True)
    pages = [out, *(out.parent / name for name in _PAGES[1:])]
    for name, page in zip(_PAGES, pages, strict=True):
        page.write_text(render_gallery(name, theme=theme), encoding="utf-8")
    shutil.copytree(FOLDER / "static", out.parent / "static", dirs_exist_ok=True)
    return pages


def main(arguments: list[str]) -> int:
    """Write the gallery to the file named; the second argument may be a theme."""
    import django
    from django.conf import settings

    if not 1 <= len(arguments) <= 2:  # noqa: PLR2004  the file, and perhaps a theme
        sys.stderr.write("Not written: name the file to write, and auto, light or dark.\n")
        return 2
    if not settings.configured:
        settings.configure(STATIC_URL="static/", USE_TZ=True, TIME_ZONE="Europe/Berlin")
        django.setup()
    for page in write_gallery(Path(arguments[0]), theme=[*arguments, "auto"][1]):
        sys.stdout.write(f"{page}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
