"""What every page's frame shows: who is here, where they can go, what waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Person:
    """The signed-in person as the frame names them."""

    name: str
    initials: str
    role_title: str


@dataclass(frozen=True, slots=True)
class Room:
    """One place in the navigation; `letter` follows `g` on the keyboard, `icon` is a sprite name.

    `count` is a small figure beside the title, such as open reviews; None shows nothing.
    """

    key: str
    title: str
    url: str
    icon: str
    letter: str = ""
    active: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for the person: a review, a promise, a follow-up."""

    title: str
    url: str
    kind: str
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Timer:
    """The timer that is running; `stop_url` and `trim_url` take a POST and may be empty."""

    title: str
    started_at: datetime
    url: str
    stop_url: str = ""
    trim_url: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A plain link in a menu."""

    title: str
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell once, after an action. Kinds: done, info, caution, refused."""

    text: str
    kind: str = "done"
    undo_url: str | None = None


@dataclass(frozen=True, slots=True)
class AtHand:
    """What waits for the person, how much there is in all, and what they are timing."""

    waiting: tuple[Waiting, ...] = ()
    count: int = 0
    timer: Timer | None = None


@dataclass(frozen=True)
class Shell:
    """The frame of one page. Empty addresses hide what they would lead to.

    `theme` is auto, light or dark. `customer_name` is set on the customer's side only. What is at
    hand is read when the page first shows it: a bare page, such as a refusal, never does.
    """

    provider_name: str
    me: Person | None
    at: datetime
    csrf_token: str
    rooms: tuple[Room, ...] = ()
    more_rooms: tuple[Room, ...] = ()
    read_at_hand: Callable[[], AtHand] = AtHand
    waiting_url: str = ""
    theme: str = "auto"
    search_url: str = ""
    palette_url: str = ""
    capture_url: str = ""
    capture_parse_url: str = ""
    version: str = ""
    home_url: str = "/"
    theme_url: str = ""
    sign_out_url: str = ""
    my_links: tuple[Link, ...] = ()
    customer_name: str = ""

    @cached_property
    def at_hand(self) -> AtHand:
        """Read what waits and what is timed, once."""
        return self.read_at_hand()

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """Give what waits, as much of it as the menu lists."""
        return self.at_hand.waiting

    @property
    def waiting_count(self) -> int:
        """Tell how much waits in all."""
        return self.at_hand.count

    @property
    def timer(self) -> Timer | None:
        """Give the timer that is running."""
        return self.at_hand.timer
