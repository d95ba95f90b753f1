"""What the signed document says: the version's content beside the evidence of the signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from upheld.agreements.rules.pricing import LineKind
from upheld.foundation.values.effort import written_effort
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SEAL_NOTE = (
    "Sealed electronically by the installation of Upheld that made it; any later change breaks the "
    "seal. The fingerprint above is of the text that was sent and shown. The receipt that goes "
    "with this document proves its entry in the record and can be checked without Upheld."
)

PRIORITY_SAID = {"1": "Critical", "2": "High", "3": "Normal", "4": "Low"}
"""How a customer reads the priorities: the desk's own names for them, which come after us."""


@dataclass(frozen=True, slots=True)
class SignedBy:
    """Who signed, when, and how we know."""

    name: str
    typed_name: str
    email: str
    at: datetime
    address: str
    agent: str
    consent: str
    consent_version: str
    sha256: str
    version: int
    record_size: int
    record_root: str


def paper_of(content: Mapping[str, Any], signed: SignedBy) -> dict[str, Any]:
    """Give the layout's data for a signed version; amounts and days as people read them."""
    currency, provider = content["currency"], content["provider"]
    return {
        "kind": f"Agreement · proposal {content['number']}, version {signed.version}",
        "title": content["title"],
        "provider": provider["name"],
        "intro": content["intro"],
        "footer": f"{provider['name']} · {content['customer']['name']} · {signed.sha256[:16]}",
        "particulars": _particulars(content),
        "lines": [_line(one, currency) for one in content["lines"]],
        "totals": _totals(content["price"], currency, content["months"]),
        "deliverables": [_deliverable(one, currency) for one in content["deliverables"]],
        "silence": silence_words(content["sign_off"]),
        "claims": [one["sentence"] for one in content["claims"]],
        "terms": [
            {"title": one["title"], "text": one["text"], "departs": one["departs"]}
            for one in content["terms"]
        ],
        "service_level": level_words(content.get("service_level")),
        "signature": _signature(signed, provider["zone"], content["customer"]["name"]),
        "consent": signed.consent,
        "evidence": _evidence(signed),
        "seal_note": SEAL_NOTE,
    }


def silence_words(sign_off: Mapping[str, Any]) -> str:
    """Say what the customer's silence on a deliverable means."""
    days = sign_off["days"]
    counted = f"{days} business day{'' if days == 1 else 's'}"
    if sign_off["silence"] == "means_yes":
        return f"What is not answered {counted} after it is handed in counts as accepted."
    if sign_off["silence"] == "means_no":
        return f"What is not answered {counted} after it is handed in counts as rejected."
    return f"Each is to be answered within {counted}; silence accepts nothing."


def level_words(level: Mapping[str, Any] | None) -> list[str]:
    """Say what the desk promises: a line for each priority that has a target, then the share."""
    if level is None:
        return []
    said, again_of = [], level.get("next_response") or {}
    for priority in sorted({*level["first_response"], *again_of, *level["resolution"]}):
        answer, solved = level["first_response"].get(priority), level["resolution"].get(priority)
        again = again_of.get(priority)
        parts = [f"answered within {_length_words(answer)}"] if answer else []
        parts += [f"each further question within {_length_words(again)}"] if again else []
        parts += [f"solved within {_length_words(solved)}"] if solved else []
        title = PRIORITY_SAID.get(str(priority), f"Priority {priority}")
        said.append(f"{title}: {_listed(parts)}")
    share = Rate(level["attained_ppm"])
    hours = f"in the opening hours “{level['hours']}”"
    return [*said, f"Counted {hours}; at least {share} of what falls due in a month is in time."]


def _listed(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)


def _length_words(seconds: int) -> str:
    """Write a length as a contract does: "15 minutes", "8 hours", else "1 h 15 m"."""
    for unit, one in ((3_600, "hour"), (60, "minute")):
        if seconds % unit == 0:
            count = seconds // unit
            return f"{count} {one}" if count == 1 else f"{count} {one}s"
    return written_effort(seconds)


def day_words(iso: str | None) -> str:
    """Write an ISO day as people read it."""
    if not iso:
        return "–"
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def quantity_words(line: Mapping[str, Any]) -> str:
    """Write a line's quantity: pieces, or hours."""
    if line["kind"] == LineKind.HOURS:
        return written_effort(line["quantity"])
    return str(line["quantity"])


def _particulars(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    months = content["months"]
    return [
        ("Provider", content["provider"]["name"]),
        ("Customer", content["customer"]["name"]),
        ("Begins", day_words(content["starts_on"]) if content["starts_on"] else "When signed"),
        ("Term of what recurs", f"{months} month{'' if months == 1 else 's'}"),
    ]


def _line(line: Mapping[str, Any], currency: str) -> dict[str, str]:
    price = Money(line["net_minor"], currency).written()
    monthly = line["kind"] == LineKind.MONTHLY
    return {
        "title": line["title"],
        "quantity": quantity_words(line),
        "discount": str(Rate(line["discount_ppm"])) if line["discount_ppm"] else "",
        "price": f"{price} a month" if monthly else price,
    }


def _totals(price: Mapping[str, int], currency: str, months: int) -> list[tuple[str, str]]:
    return [
        ("Once", Money(price["one_off_minor"], currency).written()),
        ("Each month", Money(price["monthly_minor"], currency).written()),
        (f"Over {months} months, without tax", Money(price["contract_minor"], currency).written()),
    ]


def _deliverable(one: Mapping[str, Any], currency: str) -> dict[str, str]:
    parts = [f"due {day_words(one['due_on'])}", f"shown by {one['evidence_kind']}"]
    if one["price_minor"]:
        parts.append(f"{Money(one['price_minor'], currency).written()} of the price")
    return {
        "title": one["title"],
        "criterion": f"Accepted when: {one['criterion']}",
        "particulars": " · ".join(parts),
    }


def _signature(signed: SignedBy, zone: str, customer: str) -> list[tuple[str, str]]:
    local = signed.at.astimezone(ZoneInfo(zone))
    return [
        ("Signed by", signed.typed_name),
        ("Named signer", signed.name),
        ("For", customer),
        ("On", f"{local.day} {local:%B %Y, %H:%M:%S} ({zone})"),
        ("Confirmed by", f"a code sent to {signed.email}"),
    ]


def _evidence(signed: SignedBy) -> list[tuple[str, str]]:
    return [
        ("Text shown (SHA-256)", signed.sha256),
        ("Time (UTC)", signed.at.strftime("%Y-%m-%dT%H:%M:%SZ")),
        ("Connection", signed.address or "not known"),
        ("Browser", signed.agent or "not known"),
        ("Consent, version", signed.consent_version),
        ("Record before signing", f"{signed.record_size} entries, root {signed.record_root}"),
    ]
