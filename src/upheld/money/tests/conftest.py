"""A small stage for money: Acme's Carla signed two deliverables and a monthly service."""

from __future__ import annotations

from datetime import date

import pytest
from tests.acme import HOUR, MONDAY, acme, buyer, carla, plenty_of_hours, pounds, sign

from upheld.agreements.models import Agreement
from upheld.agreements.operations.asking import ask_what_is_needed
from upheld.agreements.operations.drafting import draft_proposal, put_deliverable, put_line
from upheld.agreements.operations.estimating import ask_capacity, estimate_deliverable
from upheld.agreements.operations.sending import send_proposal
from upheld.agreements.rules.pricing import LineKind
from upheld.delivery.models import Deliverable, HandoverPoint
from upheld.delivery.operations.deliverables import start_deliverable, submit_deliverable
from upheld.delivery.operations.evidence import add_evidence
from upheld.delivery.operations.handover_points import accept_point
from upheld.delivery.operations.sign_off import answer_sign_off
from upheld.delivery.rules.evidence import EvidenceKind
from upheld.delivery.rules.sign_off import Answer
from upheld.foundation.values.rate import Rate
from upheld.money.operations.booking import set_commission_rule
from upheld.money.rules.commission import Base, CommissionRule, Part
from upheld.people.operations.functions import give_function
from upheld.people.operations.pay import set_pay
from upheld.selling.operations.deals import open_deal

__all__ = ["acme", "buyer", "carla", "plenty_of_hours"]


@pytest.fixture(autouse=True)
def _hours(plenty_of_hours):
    """Nothing here waits for the calendar."""


RULES = (
    ("seller-once", Part.SELLER, Base.ONE_OFF, 40_000, 0, None),
    ("seller-month", Part.SELLER, Base.MONTHLY, 1_000_000, 1, None),
    ("engineer", Part.ENGINEER, Base.MONTHLY, 200_000, 1, None),
    ("finder", Part.FINDER, Base.FLAT, 0, 0, 250),
)


@pytest.fixture
def rules(world):
    """Four per cent of what is paid once and a month for the seller; a fifth; a flat fee."""
    return [
        set_commission_rule(
            rule=CommissionRule(
                key=key, part=part, base=base, from_day=date(2026, 1, 1), rate=Rate(rate),
                months=months, flat=None if flat is None else pounds(flat),
            ),
            title=key, currency="GBP", by=world.felix, at=MONDAY,
        )
        for key, part, base, rate, months, flat in RULES
    ]  # fmt: skip


@pytest.fixture
def deal(world, acme):
    return open_deal(
        company=acme, title="Workplaces", owner=world.people["lena"],
        engineer=world.people["marek"], finder=world.people["dana"], by=world.lena, at=MONDAY,
    )  # fmt: skip


@pytest.fixture
def agreement(world, deal, carla, buyer, rules):
    """4,000 once, of which deliverables carry 1,500 and 500, and 1,200 a month for 24 months."""
    give_function(person=world.people["dana"], function="projects", by=world.ana, at=MONDAY)
    draft = draft_proposal(
        deal=deal, title="Workplaces for Acme", months=24, starts_on=date(2026, 4, 10),
        valid_until=date(2026, 4, 5), signer=carla, by=world.lena, at=MONDAY,
    )  # fmt: skip
    for kind, title, price in (
        (LineKind.ONE_OFF, "Set-up", 4000), (LineKind.MONTHLY, "Care", 1000),
        (LineKind.MONTHLY, "Backup", 200),
    ):  # fmt: skip
        put_line(
            proposal=draft, kind=kind, title=title, list_price=pounds(price), cost=pounds(100),
            by=world.lena, at=MONDAY,
        )  # fmt: skip
    for title, price in (("Mail of 20 people moved", 1500), ("Alarm line tested", 500)):
        made = put_deliverable(
            proposal=draft, title=title, criterion="All 20 are shown to work in one test.",
            evidence_kind="text", due_on=date(2026, 5, 29), price=pounds(price),
            function="projects", by=world.lena, at=MONDAY,
        )  # fmt: skip
        estimate_deliverable(
            deliverable=made, low_seconds=2 * HOUR, likely_seconds=3 * HOUR,
            high_seconds=5 * HOUR, by=world.dana, at=MONDAY,
        )  # fmt: skip
    draft = ask_capacity(proposal=draft, by=world.lena, at=MONDAY)
    ask_what_is_needed(proposal=draft, by=world.lena, at=MONDAY)
    version = send_proposal(proposal=draft, by=world.lena, at=MONDAY)
    signature = sign(version, buyer)
    for point in HandoverPoint.objects.all():
        accept_point(point=point, by=world.dana, at=MONDAY)
    return Agreement.objects.get(signature=signature)


@pytest.fixture
def works(agreement):
    return list(Deliverable.objects.filter(sow__agreement=agreement).order_by("pk"))


@pytest.fixture
def accept(world, buyer):
    """Have a deliverable done by Dana and accepted by Carla."""

    def accept(work, at=MONDAY):
        work = start_deliverable(deliverable=work, by=world.dana, at=at)
        add_evidence(
            deliverable=work, kind=EvidenceKind.TEXT, words="Shown to work.", by=world.dana, at=at
        )
        round_ = submit_deliverable(deliverable=work, by=world.dana, at=at)
        answer_sign_off(
            deliverable=round_.deliverable, answer=Answer.ACCEPTED,
            shown_hash=round_.content_hash, by=buyer, at=at,
        )  # fmt: skip

    return accept


@pytest.fixture
def paid(world):
    """Dana costs £36,000 in 1,600 hours, and £48,000 from April; Theo's cost nobody entered."""
    for from_on, salary in ((date(2026, 1, 1), 36_000), (date(2026, 4, 1), 48_000)):
        set_pay(
            person=world.people["dana"], from_on=from_on, salary=pounds(salary),
            employer_taxes=pounds(0), benefits=pounds(0), overhead=pounds(0),
            available_seconds=1600 * HOUR, by=world.felix, at=MONDAY,
        )  # fmt: skip
