"""Sample figures and answers of the gallery: made up, and of nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from upheld.foundation.refusals import Caution, Reason, Refused
from upheld.foundation.ui.shapes import (
    Chart,
    Choice,
    Fact,
    Found,
    FoundGroup,
    Progress,
    Series,
    Stat,
    Step,
    Tab,
    Understood,
)


@dataclass(frozen=True, slots=True)
class _Interval:
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class _Figure:
    """What the measures package makes, in its own shape: this layer may not import it."""

    n: int = 412
    least: int = 20
    value: int | None = 910_000
    interval: _Interval = _Interval(878_000, 934_000)

    def words(self) -> str:
        return ""


def people_and_figures(at: datetime) -> dict[str, Any]:
    """Give figures, facts, tabs and long work."""
    return {
        "at": at,
        "figure": _Figure(),
        "stats": _stats(),
        "facts": [
            Fact("Customer", "Acme Manufacturing", url="#acme"),
            Fact("Value", "€18,400", hint="and €1,250 a month"),
            Fact("Agreed by", "Sam Okafor"),
            ("Due", "28 Nov 2026"),
            ("Regulation", None),
        ],
        "steps": [
            Step("Discovery", "done", "#discovery"),
            Step("Estimate", "done", "#estimate"),
            Step("Proposal", "current", "#proposal", "since 2 days"),
            Step("Signature"),
            Step("Handover"),
        ],
        "tabs": [
            Tab("Overview", "#overview", active=True),
            Tab("Promises", "#promises", count=12),
            Tab("Time", "#time", count=1204),
            Tab("Record", "#record"),
        ],
        "progress": [
            Progress("Import of tickets", "running", 48_210, 119_998, "rows", 5210.4, 14, 12),
            Progress(
                "Import of deals", "done", 8800, 8800, "rows", refused=31, report_url="#report"
            ),
            Progress("Billing of October", "failed", 12, 58, "customers", report_url="#report"),
        ],
    }


def chart() -> Chart:
    """Give two shares by month against a claim."""
    months = ("Jun", "Jul", "Aug", "Sep", "Oct", "Nov")
    return Chart(
        "line",
        months,
        [
            Series("Say/do ratio", (884_000, 901_000, 896_000, 921_000, 933_000, 942_000)),
            Series("First response", (931_000, 940_000, 928_000, 917_000, 905_000, 910_000)),
        ],
        form="percent",
        urls=[f"#{month}" for month in months],
        line_at=950_000,
        line_title="Claimed: 95 %",
    )


def stacked() -> Chart:
    """Give hours by week."""
    weeks = tuple(f"Week {number}" for number in range(46, 52))
    return Chart(
        "stacked",
        weeks,
        [
            Series("Promised", (412_000, 388_000, 452_000, 301_000, 210_000, 120_000), "accent"),
            Series("Tickets", (180_000, 190_000, 171_000, 168_000, 172_000, 165_000), "neutral"),
        ],
        form="hours",
    )


def against() -> Chart:
    """Give estimate and actual by kind of work."""
    return Chart(
        "bar",
        ("Backup", "Firewall", "Network", "Move to 365", "Phones"),
        [
            Series("Estimate", (74_000, 41_000, 128_000, 52_000, 30_000), "neutral"),
            Series("Actual", (68_000, 52_000, 171_000, 49_000, 31_000), "accent"),
        ],
        form="hours",
    )


def answers() -> dict[str, Any]:
    """Give a refusal, cautions, choices and what the capture line read."""
    return {
        "refused": _refused(),
        "refused_form": _refused_form(),
        "cautions": [
            Caution("below_margin", "The margin is 18 %, below the 25 % that you agreed."),
            Caution("busy_week", "Week 48 is planned to 104 %.", "Week 49 has 22 hours free."),
        ],
        "choices": [
            Choice("fixed", "Fixed price", "One sum, agreed beforehand"),
            Choice("hours", "By the hour", "What was worked, at the agreed rate"),
            Choice("recurring", "Every month", "A service that goes on"),
            Choice("none", "Not billed", "Ours to carry", disabled=True),
        ],
        **_understood(),
        "found": [
            FoundGroup(
                "Customers",
                [Found("Acme Manufacturing", "#acme", "48 people", "building")],
            ),
            FoundGroup(
                "Commands",
                [Found("New deal", "#new-deal", icon="plus", key="n")],
            ),
        ],
        "due": date(2026, 11, 28),
    }


def _stats() -> list[Stat]:
    spark = (88, 90, 89, 93, 91, 92, None, 94, 93, 95, 94, 96)
    return [
        Stat(
            "Say/do ratio",
            "94.2\u00a0%",
            n=412,
            unit_of_n="promises",
            low="91.5\u00a0%",
            high="96.1\u00a0%",
            change="+1.8 points on last quarter",
            change_tone="good",
            url="#say-do",
            spark=spark,
        ),
        Stat(
            "First response attainment",
            "91.0\u00a0%",
            n=1288,
            unit_of_n="tickets",
            low="89.3\u00a0%",
            high="92.4\u00a0%",
            change="−2.1 points on last quarter",
            change_tone="bad",
            url="#response",
            spark=tuple(reversed([value or 90 for value in spark])),
        ),
        Stat(
            "Profit of customers",
            "€41,380",
            n=58,
            unit_of_n="customers",
            note="12 h 40 m without a rate",
            url="#profit",
            change="As last quarter",
        ),
        Stat("Win rate, manufacturing", n=6, unit_of_n="closed deals", needed=20, url="#win-rate"),
    ]


def _refused() -> Refused:
    return Refused(
        "proposal_open",
        "Three points are still open.",
        what="Not sent: the proposal for Acme.",
        remedy="Settle them, then send again. The text is kept as it is.",
        reasons=[
            Reason(
                "term_unreviewed",
                "The weekend on-site term has not been reviewed.",
                "Remind Sam",
                "Sam Okafor usually answers within two hours.",
                "#review",
            ),
            Reason(
                "claim_not_borne_out",
                "“Answered within 15 minutes, 95 % of the time” is at 91 % of 412.",
                "Open the claim",
                url="#claim",
            ),
            Reason(
                "effort_missing",
                "The firewall swap has no effort estimate.",
                "Ask delivery for one.",
            ),
        ],
    )


def _refused_form() -> Refused:
    return Refused(
        "invalid_input",
        "Some of what was entered cannot be used.",
        what="Not saved.",
        remedy="Correct the marked fields and save again; nothing you typed is lost.",
        fields={"value": ["“12k-ish” is not an amount."], "due": ["The due day has passed."]},
        cautions=[
            Caution(
                "no_headcount",
                "The headcount of Acme is not known.",
                "Deals without it ran over by a third.",
            )
        ],
    )


def _understood() -> dict[str, Any]:
    return {
        "chips": [
            Understood("customer", "Acme Manufacturing", "acme"),
            Understood("text", "New ticket: VPN down", "vpn down"),
            Understood("effort", "25 m", "25m"),
            Understood("day", "Today", ""),
        ],
        "doubtful_chips": [
            Understood("effort", "25 m", "25m"),
            Understood(
                "customer",
                "birch",
                "birch",
                doubt="Which customer?",
                choices=(
                    Choice("birch-sons", "Birch & Sons"),
                    Choice("birchwood", "Birchwood Clinic"),
                ),
            ),
        ],
    }
