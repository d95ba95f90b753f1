"""What the address of a list gives: texts under declared names, made into values or refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from upheld.foundation.actor import Actor
from upheld.foundation.ui.shapes import Choice

LONGEST = 200
MOST_VALUES = 60
LARGEST = 2**63 - 1
_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 1, 1)


class Unusable(ValueError):  # noqa: N818  says what is wrong, as the domain does
    """What was given under a name cannot be used; `why` is a sentence for people."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.name = name
        self.why = why


@dataclass(slots=True)
class Given:
    """The parameters of one request to a list, with who asks and when."""

    values: Mapping[str, tuple[str, ...]]
    actor: Actor
    at: datetime
    people: tuple[Choice, ...] | None = None
    """Whom a filter can choose, once some filter asked: several filters need them, one query."""

    @property
    def zone(self) -> str:
        """Give the reader's zone, in which days begin and end."""
        return self.actor.zone

    def texts(self, name: str) -> tuple[str, ...]:
        """Give what was sent under a name as it stands, empty texts left out."""
        return tuple(text for text in self.values.get(name, ()) if text)

    def many(self, name: str) -> tuple[str, ...]:
        """Give all values of a name, each once. Raises `Unusable`."""
        found = tuple(dict.fromkeys(self.texts(name)))
        if len(found) > MOST_VALUES:
            raise Unusable(name, f"More than {MOST_VALUES} values were given for one filter.")
        for text in found:
            _require_usable(name, text)
        return found

    def one(self, name: str) -> str:
        """Give the last value of a name without spaces around it. Raises `Unusable`."""
        found = self.texts(name)
        if not found:
            return ""
        _require_usable(name, found[-1])
        return found[-1].strip()

    def whole(self, name: str) -> int | None:
        """Give a whole number that a database can hold. Raises `Unusable`."""
        text = self.one(name)
        if not text:
            return None
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdigit()) or abs(int(digits)) > LARGEST:
            raise Unusable(name, f"“{text}” is not a whole number.")
        return int(text)

    def day(self, name: str) -> date | None:
        """Give a day written like 2026-03-31. Raises `Unusable`."""
        text = self.one(name)
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise Unusable(name, f"“{text}” is not a day; write it like 2026-03-31.") from None
        if not _EARLIEST <= day < _LATEST:
            raise Unusable(name, f"“{text}” is too far away.")
        return day


def given_in(
    values: Iterable[tuple[str, Iterable[str]]], names: Iterable[str], actor: Actor, at: datetime
) -> Given:
    """Keep what was sent under declared names, and nothing else."""
    known = frozenset(names)
    kept = {name: tuple(texts) for name, texts in values if name in known}
    return Given(kept, actor, at)


def _require_usable(name: str, text: str) -> None:
    if len(text) > LONGEST:
        raise Unusable(name, f"What was given is longer than {LONGEST} characters.")
    if not is_storable(text):
        raise Unusable(name, "What was given holds signs that cannot be stored.")


def is_storable(text: str) -> bool:
    """Tell whether a database can take the text: no NUL, no half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)
