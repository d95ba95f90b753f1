"""A proposal's whole content as it is sent: what the customer reads, signs and gets."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from upheld.agreements.asking import service_level_for
from upheld.agreements.models import ProposalClaim, ProposalDeliverable, ProposalTerm
from upheld.agreements.queries.parts import parts_of
from upheld.agreements.queries.scrutiny import newest_estimate
from upheld.foundation.record.canonical import canonical_json

if TYPE_CHECKING:
    from datetime import date

    from upheld.agreements.models import Proposal, ProposalVersion

FORMAT = "upheld-proposal/1"


def content_of(proposal: Proposal) -> dict[str, Any]:
    """Gather a proposal's content; money in minor units, effort in seconds, days as ISO dates."""
    parts = parts_of(proposal)
    provider, price = parts.provider, parts.price()
    return {
        "format": FORMAT,
        "number": proposal.number,
        "title": proposal.title,
        "intro": proposal.intro,
        "provider": {"name": provider.name, "slug": provider.slug, "zone": provider.zone},
        "customer": {"name": proposal.company.name, "number": proposal.company.number},
        "signer": {"name": proposal.signer.name if proposal.signer else ""},
        "currency": proposal.currency,
        "months": proposal.months,
        "starts_on": _day(proposal.starts_on),
        "valid_until": _day(proposal.valid_until),
        "sign_off": {"days": proposal.sign_off_days, "silence": proposal.silence},
        "price": {
            "one_off_minor": price.one_off.minor + price.hours.minor,
            "monthly_minor": price.monthly.minor,
            "contract_minor": price.contract_value.minor,
            "list_minor": price.contract_list.minor,
        },
        "lines": [
            {
                "kind": one.line.kind.value,
                "title": one.line.title,
                "quantity": one.line.quantity,
                "unit_minor": one.line.list_price.minor,
                "listed_minor": one.listed.minor,
                "net_minor": one.net.minor,
                "discount_ppm": one.line.discount.ppm,
            }
            for one in price.lines
        ],
        "deliverables": _deliverables(proposal),
        "terms": _terms(proposal),
        "claims": _claims(proposal),
        "service_level": _service_level(proposal) if price.monthly.minor else None,
    }


def frozen(content: dict[str, Any]) -> tuple[str, str]:
    """Give content as canonical JSON and the SHA-256 of it, in hexadecimal."""
    text = canonical_json(content)
    return text.decode(), hashlib.sha256(text).hexdigest()


def estimates_of(proposal: Proposal) -> dict[str, Any]:
    """Gather what delivery thinks the deliverables take, by their id; none of it is sent."""
    found = {}
    for one in ProposalDeliverable.objects.filter(proposal=proposal):
        estimate = newest_estimate(one)
        if estimate is not None:
            found[str(one.pk)] = {
                "estimate_seconds": estimate.likely_seconds,
                "estimator": estimate.estimator_id,
            }
    return found


def read_offer(version: ProposalVersion) -> dict[str, Any]:
    """Read a sent version's content back as the customer has it."""
    content: dict[str, Any] = json.loads(version.content)
    return content


def read_content(version: ProposalVersion) -> dict[str, Any]:
    """Read a sent version's content back for ourselves, with each deliverable's estimate."""
    content = read_offer(version)
    nothing = {"estimate_seconds": None, "estimator": None}
    for one in content["deliverables"]:
        one.update(version.estimates.get(str(one["id"]), nothing))
    return content


def _deliverables(proposal: Proposal) -> list[dict[str, Any]]:
    rows = ProposalDeliverable.objects.filter(proposal=proposal).order_by("position", "pk")
    return [
        {
            "id": one.pk,
            "title": one.title,
            "criterion": one.criterion,
            "evidence_kind": one.evidence_kind,
            "starts_on": _day(one.starts_on),
            "due_on": _day(one.due_on),
            "price_minor": one.price_minor,
            "function": one.function,
        }
        for one in rows
    ]


def _terms(proposal: Proposal) -> list[dict[str, Any]]:
    rows = ProposalTerm.objects.filter(proposal=proposal).order_by("position", "pk")
    return [
        {
            "id": term.pk,
            "title": term.title,
            "text": term.text,
            "departs": term.departs,
            "function": term.function,
        }
        for term in rows
    ]


def _claims(proposal: Proposal) -> list[dict[str, Any]]:
    rows = ProposalClaim.objects.filter(proposal=proposal).select_related("claim")
    return [{"id": one.claim_id, "sentence": one.claim.sentence} for one in rows.order_by("pk")]


def _service_level(proposal: Proposal) -> dict[str, Any] | None:
    """Give what the desk promises whoever is served month by month, where a level is set."""
    level = service_level_for(proposal.company_id)
    if level is None:
        return None
    said: dict[str, Any] = {
        "name": level.name,
        "hours": level.hours,
        "first_response": dict(level.first_response),
        "resolution": dict(level.resolution),
        "attained_ppm": level.attained,
    }
    return said | ({"next_response": dict(level.next_response)} if level.next_response else {})


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
