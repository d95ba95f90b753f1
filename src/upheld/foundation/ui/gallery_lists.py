"""Sample rows, cards and moments of the gallery: made up, and of nobody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from upheld.foundation.ui.shapes import (
    ActiveFilter,
    BoardColumn,
    BulkAction,
    Card,
    Column,
    Fact,
    Moment,
    Pager,
    SavedView,
)
from upheld.foundation.values.money import Money

_HOUR = 3600


def lists(at: datetime) -> dict[str, Any]:
    """Give a table, a board, filters and a timeline."""
    return {
        "columns": [
            Column("Deal", sort_url="#by-deal"),
            Column("Stage"),
            Column("Promises", wide_only=True),
            Column("Owner", wide_only=True),
            Column("Effort", numeric=True, wide_only=True),
            Column("Value", numeric=True, sort_url="#by-value", sorted="desc"),
        ],
        "promise_columns": [
            Column("Promise"),
            Column("State"),
            Column("Promised by", wide_only=True),
        ],
        "deals": _deals(),
        "pager": Pager(older_url="#older", shown=50, count=1000, count_is_capped=True),
        "bulk": [
            BulkAction("Hand to", "#hand-over", "user"),
            BulkAction("Close", "#close", "circle-check", "Close the selected deals as lost?"),
        ],
        "filters": [
            ActiveFilter("Owner", "Priya Raman", "#no-owner"),
            ActiveFilter("Stage", "Proposal", "#no-stage"),
        ],
        "views": [
            SavedView("My open deals", "#mine", active=True),
            SavedView("Closing this month", "#closing"),
            SavedView("Without next step", "#without", shared=True),
        ],
        "board": _board(),
        "moments": _moments(at),
    }


def _deals() -> list[dict[str, Any]]:
    rows = (
        ("Acme refresh", "Acme Manufacturing", "Proposal", "info", "at_risk", 1_840_000, 38, 52),
        ("Birch backup", "Birch & Sons", "Agreed", "good", "kept", 920_000, 21, 18),
        ("Clinic network", "Dr Meyer Clinic", "Discovery", "neutral", "offered", 1_275_050, 64, 0),
        ("Delta move to 365", "Delta Freight", "Proposal", "info", "overdue", 486_000, 12, 19),
        ("Eastside firewall", "Eastside Schools", "Lost", "bad", "released", 350_000, 8, 9),
    )
    return [
        {
            "id": str(at),
            "url": f"#deal-{at}",
            "title": title,
            "customer": customer,
            "stage": stage,
            "tone": tone,
            "light": light,
            "owner": ("Priya Raman", "Tom Lindqvist")[at % 2],
            "value": Money(minor, "EUR"),
            "estimate": estimate * _HOUR,
            "actual": actual * _HOUR,
        }
        for at, (title, customer, stage, tone, light, minor, estimate, actual) in enumerate(rows)
    ]


def _board() -> list[BoardColumn]:
    def card(name: str, customer: str, figure: str, foot: str, **more: str) -> Card:
        key = name.lower().replace(" ", "-")
        return Card(
            key, name, f"#{key}", customer, figure, who="Priya Raman", foot=foot,
            move_url=f"move/{key}", **more,
        )  # fmt: skip

    return [
        BoardColumn(
            "discovery",
            "Discovery",
            [
                card("Clinic network", "Dr Meyer Clinic", "€12,750", "Call tomorrow, 10:00"),
                card("Harbour Wi-Fi", "Harbour Hotel", "€4,100", "No next step",
                     status="Idle 21 d", tone="warn"),
            ],
            total="€16,850",
            hint="Pain and headcount are known",
        ),
        BoardColumn(
            "proposal",
            "Proposal",
            [
                card("Acme refresh", "Acme Manufacturing", "€18,400", "Sent 2 d ago",
                     status="1 review open", tone="info"),
                card("Delta move to 365", "Delta Freight", "€4,860", "Opened 3 times"),
            ],
            total="€23,260",
            hint="Effort and terms are agreed inside",
        ),
        BoardColumn(
            "signed",
            "Signed",
            [card("Birch backup", "Birch & Sons", "€9,200", "Signed 12 Nov",
                  status="Handed over", tone="good")],
            total="€9,200",
            hint="The buyer has signed",
        ),
        BoardColumn("lost", "Lost", [], total="€0"),
    ]  # fmt: skip


def _moments(at: datetime) -> list[Moment]:
    return [
        Moment(at - timedelta(minutes=12), "time", "logged 25 m on VPN down", "Dana Kovač",
               url="#time"),
        Moment(at - timedelta(hours=3), "review", "offered an alternative to weekend on-site",
               "Sam Okafor", "Next morning at eight instead of four hours, at the same price."),
        Moment(at - timedelta(hours=4), "meeting", "First call with Acme", url="#meeting",
               text="Found: no weekend on-site. Disclosed the same day.",
               facts=(Fact("Prepared", "4 of 5"), Fact("Length", "50 m"))),
        Moment(at - timedelta(days=1, hours=2), "signed", "signed version 3 of the proposal",
               "Ruth Adler", url="#signed"),
        Moment(at - timedelta(days=1, hours=5), "change", "moved the due date to 28 November",
               "Priya Raman"),
        Moment(at - timedelta(days=9), "complaint", "complained about two missed calls",
               "Ruth Adler", url="#complaint"),
    ]  # fmt: skip
