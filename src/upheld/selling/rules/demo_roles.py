"""Which part the sales engineer should take in a demo, and why."""

from __future__ import annotations

from dataclasses import dataclass

from upheld.selling.rules.meetings import DemoRole

SEASONED_FROM = 10
"""Demos of this kind after which a seller is taken to know it."""

LATE_DAYS = 2
"""Invited fewer days ahead than this is last minute: there was no time to prepare."""


@dataclass(frozen=True, slots=True)
class DemoSetting:
    """What is known before a demo.

    `seller_demos` counts demos of this kind that the seller has held or attended; `days_ahead`
    is from the engineer's invitation to the demo; `complex_deal` says that the solution touches
    several systems or departments.
    """

    seller_demos: int
    days_ahead: int
    complex_deal: bool


@dataclass(frozen=True, slots=True)
class RoleSuggestion:
    """A part to take, with reasons; a suggestion, never an order."""

    role: DemoRole
    reasons: tuple[str, ...]
    manner: str


_MANNER = {
    DemoRole.LEAD: "Guide the meeting, and debrief with the seller after it.",
    DemoRole.ACTIVE: "Show your part as agreed, and leave the rest to the seller.",
    DemoRole.PASSIVE: "Answer when asked, stay on the question, and open no new topic.",
}
_LEAD_FROM = 2
_PASSIVE_TO = 0


def suggested_role(setting: DemoSetting) -> RoleSuggestion:
    """Suggest lead, active or passive from the seller's experience, time ahead and complexity.

    Each of three points towards the engineer counts one: a seller new to this, an early
    invitation, a complex deal. Two or three of them: lead. One: active. None: passive.
    A last-minute invitation never makes a lead, because nothing could be prepared.
    """
    new, late = setting.seller_demos < SEASONED_FROM, setting.days_ahead < LATE_DAYS
    points = new + (not late) + setting.complex_deal
    if points >= _LEAD_FROM and not late:
        role = DemoRole.LEAD
    elif points <= _PASSIVE_TO:
        role = DemoRole.PASSIVE
    else:
        role = DemoRole.ACTIVE
    held = f"The seller has been in {setting.seller_demos} demos of this kind"
    ahead = f"Invited {setting.days_ahead} days ahead"
    reasons = (
        f"{held}, {'fewer than' if new else 'at least'} {SEASONED_FROM}.",
        f"{ahead}, which is {'late' if late else 'early enough'}.",
        "The deal is complex." if setting.complex_deal else "The deal is simple.",
    )
    return RoleSuggestion(role, reasons, _MANNER[role])
