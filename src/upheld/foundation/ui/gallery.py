"""The component gallery: every component in every state, with sample values.

`python -m upheld.foundation.ui.gallery OUT.html` writes it as plain files, with what it needs in
a folder `static` beside it; any web server can show them. Nothing in it is true: the names and
figures are made up, and no address in it answers.
"""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from upheld.foundation.refusals import Caution, Reason, Refused
from upheld.foundation.ui.shapes import (
    ActiveFilter,
    BoardColumn,
    BulkAction,
    Card,
    Chart,
    Choice,
    Column,
    Fact,
    Found,
    FoundGroup,
    Moment,
    Pager,
    Progress,
    SavedView,
    Series,
    Stat,
    Tab,
    Understood,
)
from upheld.foundation.ui.shell import Link, Notice, Person, Room, Shell, Timer, Waiting
from upheld.foundation.values.money import Money

AT = datetime(2026, 11, 18, 14, 5, tzinfo=UTC)
_HOUR = 3600
_PAGES = ("gallery.html", "gallery_portal.html", "gallery_bare.html")


def sample_shell(*, theme: str = "auto", customer: str = "", at: datetime = AT) -> Shell:
    """Give a frame with everything in it; with `customer`, the customer's side."""
    return Shell(
        provider_name="Northgate IT",
        me=Person("Dana Kovač", "DK", "Customer" if customer else "Service manager"),
        at=at,
        csrf_token="sample",  # noqa: S106  the gallery's forms lead nowhere
        rooms=_customer_rooms() if customer else _own_rooms(),
        more_rooms=() if customer else _more_rooms(),
        waiting=_waiting(at),
        waiting_count=7,
        waiting_url="#waiting",
        timer=Timer("Acme: VPN down", at - timedelta(minutes=83), "#timer", "#stop"),
        theme=theme,
        search_url="#search",
        palette_url="#palette",
        capture_url="#capture",
        capture_parse_url="#parse",
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
        **_people_and_figures(at),
        **_lists(at),
        **_answers(),
        "chart": _chart(),
        "scatter": _scatter(),
        "stacked": _stacked(),
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


def _waiting(at: datetime) -> tuple[Waiting, ...]:
    return (
        Waiting(
            "Weekend on-site within four hours, for Acme", "#1", "review", at - timedelta(hours=1)
        ),
        Waiting("Effort of the firewall swap", "#2", "review", at + timedelta(hours=2)),
        Waiting("Backup report for Birch & Sons", "#3", "promise", at + timedelta(days=2)),
    )


def _people_and_figures(at: datetime) -> dict[str, Any]:
    spark = (88, 90, 89, 93, 91, 92, None, 94, 93, 95, 94, 96)
    return {
        "at": at,
        "stats": [
            Stat(
                "Say/do ratio",
                "94.2 %",
                n=412,
                unit_of_n="promises",
                low="91.5 %",
                high="96.1 %",
                change="+1.8 points on last quarter",
                change_tone="good",
                url="#say-do",
                spark=spark,
            ),
            Stat(
                "First response attainment",
                "91.0 %",
                n=1288,
                unit_of_n="tickets",
                low="89.3 %",
                high="92.4 %",
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
            Stat(
                "Win rate, manufacturing",
                n=6,
                unit_of_n="closed deals",
                needed=20,
                url="#win-rate",
            ),
        ],
        "facts": [
            Fact("Customer", "Acme Manufacturing", url="#acme"),
            Fact("Value", "€18,400", hint="and €1,250 a month"),
            Fact("Agreed by", "Sam Okafor"),
            ("Due", "28 Nov 2026"),
            ("Regulation", None),
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


def _lists(at: datetime) -> dict[str, Any]:
    return {
        "columns": [
            Column("Deal", sort_url="#by-deal"),
            Column("Stage"),
            Column("Promises", wide_only=True),
            Column("Owner", wide_only=True),
            Column("Effort", numeric=True, wide_only=True),
            Column("Value", numeric=True, sort_url="#by-value", sorted="desc"),
        ],
        "deals": _deals(),
        "pager": Pager(older_url="#older", shown=50, count=1000, count_is_capped=True),
        "bulk": [
            BulkAction("Hand to", "#hand-over", "user"),
            BulkAction(
                "Close", "#close", "circle-check", "Close the selected deals as lost?"
            ),
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


def _answers() -> dict[str, Any]:
    return {
        "refused": Refused(
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
        ),
        "refused_form": Refused(
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
        ),
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


def _chart() -> Chart:
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


def _stacked() -> Chart:
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


def _scatter() -> Chart:
    return Chart(
        "bar",
        ("Backup", "Firewall", "Network", "Move to 365", "Phones"),
        [
            Series("Estimate", (74_000, 41_000, 128_000, 52_000, 30_000), "neutral"),
            Series("Actual", (68_000, 52_000, 171_000, 49_000, 31_000), "accent"),
        ],
        form="hours",
    )


def render_gallery(name: str, *, theme: str = "auto") -> str:
    """Render one page of the gallery; Django must be set up."""
    from upheld.foundation.ui.environment import environment

    customer = "Acme Manufacturing" if "portal" in name else ""
    shell = sample_shell(theme=theme, customer=customer)
    return environment().get_template(name).render(shell=shell, **gallery_context())


def write_gallery(out: Path, *, theme: str = "auto") -> list[Path]:
    """Write the gallery's pages and the folder `static` that they read; give the pages.

    The first page is `out`; the customer's side and the bare page are written beside it.
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
    for page in write_gallery(Path(arguments[0]), theme=(arguments + ["auto"])[1]):
        sys.stdout.write(f"{page}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
