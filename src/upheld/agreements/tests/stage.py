"""A small stage for agreements: a deal with Acme, its buyer Carla, services, clauses, hours."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from django.test import Client
from tests.acme import HOUR, MONDAY, acme, buyer, carla, pounds

from upheld.agreements import asking
from upheld.agreements.asking import CapacityAnswer, Comparables
from upheld.agreements.operations.drafting import draft_proposal, put_deliverable, put_line
from upheld.agreements.operations.estimating import ask_capacity, estimate_deliverable
from upheld.agreements.operations.library import list_service, word_clause
from upheld.agreements.operations.sending import send_proposal
from upheld.agreements.operations.signing import Signing, send_code, sign_proposal
from upheld.agreements.rules.pricing import LineKind
from upheld.foundation import clock
from upheld.people.models import ApiToken, Membership, User
from upheld.people.operations.functions import give_function
from upheld.selling.operations.deals import open_deal

__all__ = [
    "HOUR",
    "MONDAY",
    "acme",
    "buyer",
    "carla",
    "clock_at",
    "deal",
    "draft",
    "enter",
    "hours_free",
    "key_of",
    "library",
    "sent",
    "signature",
    "signing",
]
"""What whoever stands on this stage is given."""

CLAUSE = "We answer tickets of priority 1 within 30 minutes, Monday to Friday, 08:00 to 18:00."


@pytest.fixture
def hours_free(monkeypatch):
    """Who answers about hours here, where delivery is not known: 400 free hours, no old work."""
    free = {"seconds": 400 * HOUR}

    def capacity(wanted, at):
        short = max(0, sum(one.seconds for one in wanted) - free["seconds"])
        return CapacityAnswer(short, f"{short // HOUR} hours are short." if short else "It fits.")

    monkeypatch.setattr(asking, "_capacity", [capacity])
    monkeypatch.setattr(asking, "_comparables", [lambda words, of: Comparables((), None, None, 5)])
    return free


@pytest.fixture
def library(world):
    for function, handle in (("projects", "marek"), ("service_desk", "sam"), ("legal", "felix")):
        give_function(person=world.people[handle], function=function, by=world.ana, at=MONDAY)
    word_clause(
        key="answer-times", title="Answer times", function="service_desk", text=CLAUSE,
        by=world.ana, at=MONDAY,
    )  # fmt: skip
    support = list_service(
        key="support", title="Managed workplace", unit=LineKind.MONTHLY, list_price=pounds(60),
        cost=pounds(30), by=world.ana, at=MONDAY,
    )  # fmt: skip
    setup = list_service(
        key="setup", title="Set-up of 20 workplaces", unit=LineKind.ONE_OFF,
        list_price=pounds(4000), cost=pounds(2000), by=world.ana, at=MONDAY,
    )  # fmt: skip
    return {"support": support, "setup": setup}


@pytest.fixture
def deal(world, acme):
    return open_deal(
        company=acme, title="Workplaces for Acme", owner=world.people["lena"],
        engineer=world.people["marek"], by=world.lena, at=MONDAY,
    )  # fmt: skip


@pytest.fixture
def draft(world, deal, carla, library, hours_free):
    """A proposal that lacks nothing: two lines, one deliverable, one clause."""
    proposal = draft_proposal(
        deal=deal, title="Workplaces for Acme", months=24, starts_on=date(2026, 5, 1),
        valid_until=date(2026, 4, 15), signer=carla, by=world.lena, at=MONDAY,
    )  # fmt: skip
    put_line(proposal=proposal, service=library["support"], quantity=20, by=world.lena, at=MONDAY)
    put_line(proposal=proposal, service=library["setup"], by=world.lena, at=MONDAY)
    migration = put_deliverable(
        proposal=proposal,
        title="Mail of 20 people moved",
        criterion="All 20 mailboxes are open in the new system with their mail since 2020.",
        evidence_kind="log",
        due_on=date(2026, 5, 29),
        price=pounds(1500),
        function="projects",
        by=world.lena,
        at=MONDAY,
    )
    estimate_deliverable(
        deliverable=migration, low_seconds=20 * HOUR, likely_seconds=30 * HOUR,
        high_seconds=45 * HOUR, by=world.marek, at=MONDAY,
    )  # fmt: skip
    return ask_capacity(proposal=proposal, by=world.lena, at=MONDAY)


@pytest.fixture
def sent(world, draft, buyer):
    return send_proposal(proposal=draft, by=world.lena, at=MONDAY)


@pytest.fixture
def signing(sent, buyer):
    """Give what the signer sends, with a fresh code, at a moment."""

    def signing(at=MONDAY, **changes):
        code = changes.pop("code", None) or send_code(version=sent, by=buyer, at=at).code
        given = {
            "typed_name": "Carla Jensen",
            "shown_hash": sent.sha256,
            "code": code,
            "agreed": True,
            "address": "203.0.113.9",
            "agent": "Firefox",
        }
        return Signing(**{**given, **changes})

    return signing


@pytest.fixture
def signature(sent, buyer, signing):
    return sign_proposal(version=sent, signing=signing(), by=buyer, at=MONDAY)


@pytest.fixture
def clock_at():
    """Let the clock of the doors stand at the stage's Monday."""
    with clock.standing_at(MONDAY):
        yield


@pytest.fixture
def enter(world, carla, buyer, clock_at):
    """Sign somebody in to a browser of their own: `enter("lena")`, or `enter(buyer)`."""

    def enter(who):
        user = world.people[who].user if isinstance(who, str) else User.objects.get(pk=who.user_id)
        client = Client()
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def key_of(world, clock_at):
    """Give the headers of a program that acts as somebody, with all of their rights."""

    def key_of(actor):
        secret = f"uph_{actor.user_id:024d}"
        place = Membership.objects.get(
            user_id=actor.user_id, provider_id=actor.provider_id, active=True
        )
        ApiToken.objects.create(
            provider_id=actor.provider_id,
            membership=place,
            name="Test",
            hash=hashlib.sha256(secret.encode()).hexdigest(),
            prefix=secret[:8],
            scopes=["*"],
            created_at=MONDAY,
        )
        return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}

    return key_of
