"""How Upheld says no: hard refusals, and cautions that a person may set aside.

A refusal is raised, rolls back everything that its operation did, and reaches
the person as a page and a program as a problem document. Its text has three
parts, because a person needs all three: what was not done, why, and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NOT_ALLOWED = "not_allowed"
NOT_FOUND = "not_found"
INVALID_INPUT = "invalid_input"
CHANGED_MEANWHILE = "changed_meanwhile"
CAUTIONED = "cautioned"

_STATUS = {NOT_ALLOWED: 403, NOT_FOUND: 404, INVALID_INPUT: 422}
_CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Reason:
    """One obstacle among several: why something cannot happen yet, and who can clear it."""

    code: str
    why: str
    remedy: str = ""
    who: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Caution:
    """A doubt that a person may knowingly set aside; the record keeps who did."""

    code: str
    why: str
    remedy: str = ""


class Refused(Exception):  # noqa: N818  the field's word; it is an answer, not an error
    """Something was not done, and nothing of it remains.

    `code` is stable and reaches programs. `what`, `why` and `remedy` are sentences for people.
    `fields` maps an input's name to what is wrong with it. `reasons` lists several obstacles at
    once, so that nobody has to fix them one by one and try again.
    """

    def __init__(
        self,
        code: str,
        why: str = "",
        *,
        what: str = "",
        remedy: str = "",
        fields: Mapping[str, Iterable[str]] | None = None,
        reasons: Iterable[Reason] = (),
        cautions: Iterable[Caution] = (),
    ) -> None:
        super().__init__(code, why)
        self.code = code
        self.what = what or "Nothing was changed."
        self.why = why
        self.remedy = remedy
        self.fields = {name: tuple(messages) for name, messages in (fields or {}).items()}
        self.reasons = tuple(reasons)
        self.cautions = tuple(cautions)

    @property
    def status(self) -> int:
        """Give the HTTP status that this refusal answers with."""
        return _STATUS.get(self.code, _CONFLICT)

    def __str__(self) -> str:
        said = " ".join(part for part in (self.what, self.why, self.remedy) if part)
        more = "; ".join(reason.why for reason in self.reasons)
        return f"{said} [{self.code}]" + (f" {more}" if more else "")


def not_allowed(doing: str) -> Refused:
    """Build the refusal for an actor who lacks the right to do something."""
    return Refused(
        NOT_ALLOWED,
        f"Your role does not include the right “{doing}”.",
        remedy="Ask the owner of your company if you should have it.",
    )


def not_found(what: str = "record") -> Refused:
    """Build the refusal for a row that is absent or belongs to somebody else: same answer."""
    return Refused(
        NOT_FOUND,
        f"There is no such {what} that you can see.",
        remedy="Check the address, or search for it.",
    )


def invalid(**fields: str) -> Refused:
    """Build the refusal for input that cannot be used, with one message per field."""
    return Refused(
        INVALID_INPUT,
        "Some of what was entered cannot be used.",
        remedy="Correct the marked fields and save again; nothing you typed is lost.",
        fields={name: (message,) for name, message in fields.items()},
    )


def changed_meanwhile(what: str = "record") -> Refused:
    """Build the refusal for a form that was opened before somebody else's change."""
    return Refused(
        CHANGED_MEANWHILE,
        f"Somebody changed this {what} after you opened it.",
        remedy="Look at it as it is now, then make your change again.",
    )


@dataclass(slots=True)
class Doubts:
    """Collects cautions during an operation and refuses unless each was set aside."""

    setting_aside: frozenset[str]
    found: list[Caution] = field(default_factory=list)

    def consider(self, caution: Caution | None) -> None:
        """Note a caution, if there is one."""
        if caution is not None:
            self.found.append(caution)

    def settle(self) -> tuple[str, ...]:
        """Return the codes set aside; refuse with `cautioned` while any is not."""
        open_ones = [found for found in self.found if found.code not in self.setting_aside]
        if open_ones:
            raise Refused(
                CAUTIONED,
                "Something should be looked at first.",
                remedy="Set the point aside knowingly, or change it.",
                cautions=open_ones,
            )
        return tuple(found.code for found in self.found)
