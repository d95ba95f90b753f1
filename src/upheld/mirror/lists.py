"""The list of proof pages."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from upheld.customers.lists import by_customer
from upheld.foundation.lists import ByText, ByYesNo, Kind, ListColumn, ListOf, Pill
from upheld.mirror.models import ProofPage


def state_pill(page: ProofPage) -> Pill:
    """Say whether the page was revoked; whether it has expired, its day says."""
    return Pill("Revoked", "bad") if page.revoked_at else Pill("Handed out", "good")


PROOF_PAGES: ListOf[ProofPage] = ListOf(
    key="proof-pages",
    title="Proof pages",
    noun="proof page",
    route="proof-pages",
    url=lambda page: reverse("proof-page", args=[page.pk]),
    order="-made_at",
    about="Each sent proposal that carries claims has a link, by which its reader sees the figures "
    "behind them, live, and nothing else.",
    example="“Answered within 15 minutes, 95 % of the time”: 96.2 % of 412, as of this minute.",
    columns=(
        ListColumn("proposal", "Proposal", lambda p: p.proposal.title, link=True,
                   hint=lambda p: p.company.name),
        ListColumn("state", "Link", state_pill, Kind.STATUS),
        ListColumn("made", "Made", lambda p: p.made_at, Kind.DAY, sort="made_at"),
        ListColumn("expires", "Open until", lambda p: p.expires_at, Kind.DAY, sort="expires_at"),
        ListColumn("seen", "Looks", lambda p: getattr(p, "seen", 0), Kind.NUMBER, sort="seen"),
        ListColumn("seen_at", "Last look", lambda p: getattr(p, "seen_at", None), Kind.AGO,
                   sort="seen_at"),
    ),
    filters=(
        ByText("proposal__title", "company__name"),
        ByYesNo("revoked", "Revoked", Q(revoked_at__isnull=False)),
        by_customer(),
    ),
)  # fmt: skip
