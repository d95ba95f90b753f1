"""A signed service level is promised month by month, and each month is what was measured."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from upheld.agreements.models import Agreement
from upheld.agreements.operations.drafting import draft_proposal, put_line
from upheld.agreements.operations.estimating import ask_capacity
from upheld.agreements.operations.sending import send_proposal
from upheld.agreements.operations.signing import Signing, send_code, sign_proposal
from upheld.agreements.rules.pricing import LineKind
from upheld.customers.models import Company
from upheld.delivery.models import HandoverPoint
from upheld.delivery.operations.handover_points import accept_point
from upheld.desk.jobs.service_levels import count_months
from upheld.desk.models import ServiceMonth, Ticket
from upheld.desk.operations.service_levels import set_service_level
from upheld.desk.operations.ticket_changes import take_back_ticket
from upheld.desk.operations.ticket_states import resolve_ticket
from upheld.desk.operations.tickets import open_ticket
from upheld.desk.queries.service_overview import overview
from upheld.desk.queries.service_promised import month_of_promise
from upheld.foundation.models import RecordEntry
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate
from upheld.people.operations.functions import give_function
from upheld.people.operations.working_time import set_schedule
from upheld.promises.models import Promise
from upheld.selling.operations.deals import open_deal

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
MAY = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
HOUR = 3600
ROUND = {str(day): [["00:00", "24:00"]] for day in range(7)}


@pytest.fixture
def level(world):
    hours = set_schedule(name="Always", zone="Europe/London", hours=ROUND, is_default=True,
                         by=world.ana, at=MONDAY)  # fmt: skip
    give_function(person=world.people["sam"], function="service_desk", by=world.ana, at=MONDAY)
    return set_service_level(
        name="Gold", schedule=hours, first_response={3: 2 * HOUR}, resolution={3: 8 * HOUR},
        by=world.sam, at=MONDAY,
    )  # fmt: skip


@pytest.fixture
def sign(world, acme, carla, buyer, plenty_of_hours):
    """Sell Acme a line from first word to signature; gives the agreement."""

    def sign(kind=LineKind.MONTHLY):
        deal = open_deal(company=acme, title="Care", owner=world.people["lena"], by=world.lena,
                         at=MONDAY)  # fmt: skip
        draft = draft_proposal(
            deal=deal, title="Care for Acme", months=12, starts_on=date(2026, 5, 1),
            valid_until=date(2026, 4, 15), signer=carla, by=world.lena, at=MONDAY,
        )  # fmt: skip
        put_line(proposal=draft, kind=kind, title="Care", list_price=Money.of(600, "GBP"),
                 cost=Money.of(100, "GBP"), by=world.lena, at=MONDAY)  # fmt: skip
        draft = ask_capacity(proposal=draft, by=world.lena, at=MONDAY)
        version = send_proposal(proposal=draft, by=world.lena, at=MONDAY)
        code = send_code(version=version, by=buyer, at=MONDAY).code
        signing = Signing("Carla Jensen", version.sha256, code, agreed=True)
        signature = sign_proposal(version=version, signing=signing, by=buyer, at=MONDAY)
        return Agreement.objects.get(signature=signature)

    return sign


@pytest.fixture
def agreement(level, sign):
    return sign()


@pytest.fixture
def agreed(world, agreement):
    """Sam agreed to keep the level."""
    point = HandoverPoint.objects.get(promise__source="service_level")
    accept_point(point=point, by=world.sam, at=MONDAY)
    return Promise.objects.get(source="service_level")


def served(world, acme, *, late=False):
    """Open a ticket in May and solve it, in time or a day too late."""
    ticket = open_ticket(title="VPN down", company=acme, by=world.dana, at=MAY)
    resolve_ticket(ticket=ticket, by=world.dana, at=MAY + timedelta(hours=30 if late else 1))
    return Ticket.objects.get(pk=ticket.pk)


class TestSigning:
    def test_promises_the_first_month_to_be_kept_by_the_desk(self, world, acme, agreement):
        promise = Promise.objects.get()
        assert promise.words.startswith("Service level “Gold” in May 2026: at least 90 %")
        assert (promise.source, promise.state, promise.company) == (
            "service_level", "offered", acme,
        )  # fmt: skip
        assert (promise.owner, promise.promised_by) == (world.people["sam"], world.people["lena"])
        assert (promise.source_type, promise.source_id) == ("agreements.agreement", agreement.pk)
        assert promise.due_at == datetime(2026, 6, 7, 22, 59, 59, tzinfo=UTC)

    def test_the_level_stands_in_the_signed_text(self, agreement):
        said = json.loads(agreement.signature.version_signed.content)["service_level"]
        assert said == {
            "name": "Gold", "hours": "Always", "attained_ppm": 900_000,
            "first_response": {"3": 2 * HOUR}, "resolution": {"3": 8 * HOUR},
        }  # fmt: skip

    def test_the_share_is_the_providers_own(self, world, level, sign):
        world.provider.settings = {"service_levels": {"attained_ppm": 950_000}}
        world.provider.save(update_fields=["settings"])
        sign()
        assert "at least 95 %" in Promise.objects.get().words

    def test_work_alone_promises_no_level(self, level, sign):
        sign(LineKind.ONE_OFF)
        assert not Promise.objects.filter(source="service_level").exists()

    def test_nothing_is_promised_where_no_level_holds(self, world, sign):
        sign()
        assert not Promise.objects.exists()


class TestMonths:
    def test_is_kept_by_what_was_measured(self, world, acme, agreed):
        served(world, acme)
        assert count_months(by=world.system, at=JUNE) == "1 months settled, 1 promised"
        agreed.refresh_from_db()
        assert agreed.state == "kept"
        assert agreed.shown == "first answers: 1 of 1 in time; solutions: 1 of 1 in time"
        assert agreed.settled_at < agreed.due_at

    def test_is_broken_by_what_was_measured(self, world, acme, agreed):
        served(world, acme)
        served(world, acme, late=True)
        count_months(by=world.system, at=JUNE)
        agreed.refresh_from_db()
        assert agreed.state == "broken"
        assert agreed.settled_why == "first answers: 1 of 2 in time; solutions: 1 of 2 in time"

    def test_each_target_has_its_own_count_in_the_ledger(self, world, acme, agreed):
        served(world, acme)
        served(world, acme, late=True)
        count_months(by=world.system, at=JUNE)
        month = ServiceMonth.objects.get(promise=agreed)
        assert [(one["target"], one["priority"], one["seconds"], one["met"], one["missed"])
                for one in month.counted] == [
            ("first_response", 3, 2 * HOUR, 1, 1), ("resolution", 3, 8 * HOUR, 1, 1),
        ]  # fmt: skip
        counted = RecordEntry.objects.get(event="desk.service_month.counted")
        assert json.loads(counted.body)["data"]["targets"] == month.counted
        shown = month_of_promise(agreed, JUNE + timedelta(days=90))
        assert shown is not None
        assert [(one.title, one.kept, one.broken) for one in shown.counts] == [
            ("First response", 1, 1), ("Resolution", 1, 1),
        ]  # fmt: skip

    def test_what_was_counted_is_not_counted_anew(self, world, acme, agreed):
        late = served(world, acme, late=True)
        count_months(by=world.system, at=JUNE)
        before = ServiceMonth.objects.get(promise=agreed).counted
        take_back_ticket(ticket=late, by=world.dana, at=JUNE)
        shown = month_of_promise(agreed, JUNE + timedelta(days=1))
        assert shown is not None
        assert [one.broken for one in shown.counts] == [one["missed"] for one in before] == [1, 1]

    def test_a_running_month_shows_how_it_stands(self, world, acme, agreed):
        served(world, acme, late=True)
        shown = month_of_promise(agreed, MAY + timedelta(days=3))
        assert shown is not None
        assert [(one.kept, one.broken) for one in shown.counts] == [(0, 1), (0, 1)]
        found = overview(MAY + timedelta(days=3))
        (acmes,) = [one for one in found.customers if one.company_id == acme.pk]
        assert acmes.signed is not None
        assert (acmes.signed.promise, found.broken) == (agreed, 1)
        assert acmes.targets[0].least == Rate.percent(90)

    def test_a_month_in_which_nothing_fell_due_counts_neither_way(self, world, agreed):
        count_months(by=world.system, at=JUNE)
        agreed.refresh_from_db()
        assert agreed.state == "released"

    def test_another_customers_tickets_do_not_count(self, world, other_buyer, agreed):
        served(world, Company.objects.get(pk=other_buyer.customer_id), late=True)
        count_months(by=world.system, at=JUNE)
        agreed.refresh_from_db()
        assert agreed.state == "released"

    def test_nothing_is_settled_before_the_month_is_over(self, world, acme, agreed):
        served(world, acme)
        count_months(by=world.system, at=JUNE - timedelta(hours=6))
        agreed.refresh_from_db()
        assert agreed.state == "agreed"

    def test_the_next_month_is_promised_by_whoever_keeps_the_level(self, world, acme, agreed):
        count_months(by=world.system, at=JUNE)
        newest = Promise.objects.latest("due_at")
        assert "June 2026" in newest.words
        assert (newest.state, newest.owner) == ("agreed", world.people["sam"])
        again = count_months(by=world.system, at=JUNE + timedelta(days=1))
        assert again == "0 months settled, 0 promised"

    def test_a_missed_run_leaves_no_month_out(self, world, agreed):
        count_months(by=world.system, at=JUNE + timedelta(days=32))
        count_months(by=world.system, at=JUNE + timedelta(days=33))
        said = [one.words[:40] for one in Promise.objects.order_by("due_at")]
        assert [words.split("in ")[-1].split(":")[0] for words in said] == [
            "May 2026", "June 2026", "July 2026",
        ]  # fmt: skip

    def test_nothing_goes_on_while_nobody_agreed_to_keep_it(self, world, agreement):
        assert count_months(by=world.system, at=JUNE) == "0 months settled, 0 promised"
        assert Promise.objects.get().state == "offered"

    def test_ends_with_the_agreement(self, world, agreed):
        for month in range(14):
            count_months(by=world.system, at=JUNE + timedelta(days=31 * month))
        assert Promise.objects.filter(source="service_level").count() == 12
