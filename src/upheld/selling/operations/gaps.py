"""Gaps are found, and disclosed to the customer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.selling.events import Event
from upheld.selling.may import May
from upheld.selling.models import Gap
from upheld.selling.operations.staging import restage
from upheld.selling.queries.effort import presale_seconds
from upheld.selling.rules.gaps import Gap as GapFacts
from upheld.selling.rules.gaps import OurAnswer, gap_faults

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.customers.models import Contact
    from upheld.foundation.actor import Actor
    from upheld.selling.models import Deal, Meeting

LONGEST_NEED = 300
_CLOCKS_APART = timedelta(minutes=5)


@operation(May.FIND_GAPS)
def find_gap(
    *,
    deal: Deal,
    need: str,
    by: Actor,
    at: datetime,
    answer: str = OurAnswer.GAP.value,
    workaround: str = "",
    is_killer: bool = False,
    meeting: Meeting | None = None,
    found_at: datetime | None = None,
) -> Gap:
    """Write down a need that we cannot meet; until it is disclosed the deal stands back.

    Refuses with: invalid_input.
    """
    deal = lock(deal)
    gap = note_gap(
        deal, need, answer, by=by, at=at, meeting=meeting, found_at=found_at,
        is_killer=is_killer, workaround=workaround,
    )  # fmt: skip
    restage(deal)
    return gap


@operation(May.FIND_GAPS)
def change_gap(
    *,
    gap: Gap,
    by: Actor,
    at: datetime,
    need: str,
    answer: str,
    workaround: str = "",
    is_killer: bool = False,
    seen: int | None = None,
) -> Gap:
    """Correct a gap, or say that we can meet the need after all (answer `met`).

    Refuses with: invalid_input, changed_meanwhile.
    """
    del by, at
    _require_need(need, answer)
    deal = lock(gap.deal)
    gap = lock(gap, seen)
    version = gap.version
    gap.change(need=need.strip(), answer=answer, workaround=workaround.strip(), is_killer=is_killer)
    if gap.version == version:
        return unchanged(gap)
    record(Event.GAP_CHANGED, gap, about=[deal], answer=answer, killer=is_killer)
    restage(deal)
    return gap


@operation(May.FIND_GAPS)
def disclose_gap(
    *,
    gap: Gap,
    to: Contact,
    by: Actor,
    at: datetime,
    disclosed_at: datetime | None = None,
    workaround: str | None = None,
) -> Gap:
    """Write down that the customer has been told, whom and when, with the workaround.

    Keeps how much pre-sale work had gone into the deal by then. Refuses with: gap_disclosed,
    gap_untrue (disclosed before it was found), contact_of_another_company, invalid_input.
    """
    deal = lock(gap.deal)
    gap = lock(gap)
    told_at = disclosed_at or at
    _require_disclosable(gap, deal, to, told_at, at)
    gap.change(
        disclosed_at=told_at,
        disclosed_to=to,
        workaround=gap.workaround if workaround is None else workaround.strip(),
        sunk_seconds=presale_seconds(deal, until=told_at, zone=by.zone),
    )
    record(
        Event.GAP_DISCLOSED, gap, about=[deal, to], disclosed_at=told_at, to=to,
        sunk_seconds=gap.sunk_seconds, private={"whom": to.name},
    )  # fmt: skip
    restage(deal)
    return gap


def note_gap(
    deal: Deal,
    need: str,
    answer: str,
    *,
    by: Actor,
    at: datetime,
    meeting: Meeting | None = None,
    found_at: datetime | None = None,
    is_killer: bool = False,
    workaround: str = "",
) -> Gap:
    """Write one gap of a locked deal inside a running operation, which restages the deal."""
    _require_need(need, answer)
    when = found_at or at
    if when > at + _CLOCKS_APART:
        raise invalid(found_at="A gap cannot have been found in the future.")
    gap = Gap(
        number=next_number("gap"), deal=deal, meeting=meeting, need=need.strip(), answer=answer,
        workaround=workaround.strip(), is_killer=is_killer, found_at=when,
        found_by_id=by.person_id,
    )  # fmt: skip
    gap.save()
    record(Event.GAP_FOUND, gap, about=[deal], answer=answer, killer=is_killer)
    return gap


def _require_need(need: str, answer: str) -> None:
    if not need.strip():
        raise invalid(need="Write down what the customer needs.")
    if len(need.strip()) > LONGEST_NEED:
        raise invalid(need=f"Keep it to {LONGEST_NEED} characters.")
    if answer not in [one.value for one in OurAnswer]:
        raise invalid(answer="Choose how far we meet it.")


def _require_disclosable(
    gap: Gap, deal: Deal, to: Contact, told_at: datetime, at: datetime
) -> None:
    what = "The disclosure was not recorded."
    if gap.disclosed_at is not None:
        raise Refused("gap_disclosed", "The customer has been told already.", what=what)
    if to.company_id != deal.company_id:
        raise Refused(
            "contact_of_another_company",
            f"{to.name} does not belong to {deal.company.name}.",
            what=what,
            remedy="Choose somebody of the deal's company.",
        )
    if told_at > at + _CLOCKS_APART:
        raise invalid(disclosed_at="A disclosure cannot lie in the future.")
    faults = gap_faults(GapFacts(gap.need, OurAnswer(gap.answer), gap.found_at, told_at, to.name))
    if faults:
        raise Refused("gap_untrue", "The times do not fit.", what=what, reasons=faults)
