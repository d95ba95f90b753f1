"""Satisfaction: asked once at the end, answered by one click, measured with who said nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from upheld.customers.operations.companies import add_company
from upheld.desk.jobs.ticket_ratings import ask_satisfaction
from upheld.desk.models import TicketRating
from upheld.desk.operations.ticket_ratings import (
    ask_for_rating,
    hash_of,
    rate_by_link,
    rate_ticket,
)
from upheld.desk.operations.ticket_states import resolve_ticket
from upheld.desk.operations.tickets import open_ticket
from upheld.desk.queries.ticket_page import ticket_page
from upheld.desk.queries.ticket_ratings import question_of_secret
from upheld.desk.tests.conftest import MONDAY
from upheld.foundation import clock
from upheld.foundation.actor import system
from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.foundation.values.period import Period
from upheld.measures.catalogue import Ask, breakdown_of, figure_of, measure_called
from upheld.people.queries.actors import actor_of


def after(**more):
    return MONDAY + timedelta(**more)


@pytest.fixture
def solved(world, vpn):
    return resolve_ticket(ticket=vpn, text="New certificate", by=world.dana, at=MONDAY)


@pytest.fixture
def machine(world):
    return system(world.provider.pk)


class TestAsking:
    def test_an_hour_after_the_solution_and_once(self, solved, machine, ruth):
        assert ask_satisfaction(by=machine, at=after(minutes=59)) == "0 asked"
        assert ask_satisfaction(by=machine, at=after(hours=2)) == "1 asked"
        assert ask_satisfaction(by=machine, at=after(hours=3)) == "0 asked"
        (sent,) = mail.outbox
        assert sent.to == [ruth.email]
        assert "New certificate" not in sent.body
        secret = sent.body.split("/rate/ticket/")[1].split()[0]
        row = TicketRating.objects.get()
        assert row.secret_hash == hash_of(secret) != secret

    def test_not_after_three_days_and_not_twice_in_a_week(self, world, solved, machine, acme, ruth):
        assert ask_satisfaction(by=machine, at=after(days=4)) == "0 asked"
        assert ask_satisfaction(by=machine, at=after(days=1)) == "1 asked"
        more = open_ticket(title="y", company=acme, contact=ruth, by=world.dana, at=after(days=2))
        resolve_ticket(ticket=more, by=world.dana, at=after(days=2))
        assert ask_satisfaction(by=machine, at=after(days=3)) == "0 asked"

    def test_of_two_solved_at_once_one_is_asked_about(self, world, solved, machine, acme, ruth):
        more = open_ticket(title="y", company=acme, contact=ruth, by=world.dana, at=MONDAY)
        resolve_ticket(ticket=more, by=world.dana, at=MONDAY)
        assert ask_satisfaction(by=machine, at=after(hours=2)) == "1 asked"

    def test_is_tried_again_where_the_mail_server_is_gone(self, solved, machine, monkeypatch):
        def gone(*_args, **_more):
            raise OSError("no mail server")

        with monkeypatch.context() as patch:
            patch.setattr("upheld.foundation.news.EmailMessage.send", gone)
            assert ask_satisfaction(by=machine, at=after(hours=2)) == "0 asked"
        assert not TicketRating.objects.exists()
        assert ask_satisfaction(by=machine, at=after(hours=3)) == "1 asked"


class TestAnswering:
    def test_by_the_link_once_and_what_was_said_stays_out_of_the_hash(self, solved, machine):
        secret = ask_for_rating(ticket=solved, by=machine, at=after(hours=2))
        row = question_of_secret(hash_of(secret))
        rate_by_link(row=row, rating=3, comment="Dana was quick", by=machine, at=after(days=1))
        with pytest.raises(Refused, match="rated_already"):
            rate_by_link(row=row, rating=1, by=machine, at=after(days=1))
        entry = RecordEntry.objects.get(event="desk.ticket.rated")
        assert "quick" not in entry.body

    @pytest.mark.parametrize(
        ("rating", "days", "code"), [(4, 1, "rating_out_of_range"), (3, 15, "link_expired")]
    )
    def test_is_refused(self, solved, machine, rating, days, code):
        secret = ask_for_rating(ticket=solved, by=machine, at=MONDAY)
        with pytest.raises(Refused, match=code):
            rate_by_link(row=question_of_secret(hash_of(secret)), rating=rating, by=machine,
                         at=after(days=days))  # fmt: skip

    def test_in_the_portal_for_ones_own_solved_ticket(self, world, solved, membership, fresh):
        customer = actor_of(membership)
        rate_ticket(ticket=fresh(solved), rating=1, comment="Slow", by=customer, at=after(days=1))
        shown = ticket_page(fresh(solved), world.dana, after(days=1)).around.rating
        assert shown == ("Not good", "bad", "Slow")
        birch = add_company(name="Birch", by=world.ana, at=MONDAY)
        theirs = open_ticket(title="x", company=birch, by=world.dana, at=MONDAY)
        with pytest.raises(Refused, match="not_found"):
            rate_ticket(ticket=theirs, rating=1, by=customer, at=MONDAY)
        with pytest.raises(Refused, match="not_found"):
            rate_ticket(ticket=fresh(solved), rating=1, by=world.dana, at=MONDAY)

    def test_not_before_it_is_solved(self, vpn, membership):
        with pytest.raises(Refused, match="not_solved_yet"):
            rate_ticket(ticket=vpn, rating=3, by=actor_of(membership), at=MONDAY)


class TestDoors:
    def test_the_link_needs_no_sign_in_and_looking_keeps_nothing(self, solved, machine, client):
        secret = ask_for_rating(ticket=solved, by=machine, at=MONDAY)
        page = reverse("rate-ticket", args=[secret])
        with clock.standing_at(after(days=1)):
            assert client.get(page).status_code == 200
            assert TicketRating.objects.get().rated_at is None
            refused = client.post(page, {"comment": "My words"})
            assert refused.status_code == 422
            assert "My words" in refused.content.decode()
            done = client.post(page, {"rating": "3", "comment": "My words"})
            assert "You said: good." in done.content.decode()
            assert client.get(reverse("rate-ticket", args=["1-nothing"])).status_code == 404

    def test_the_portal_asks_and_thanks(self, solved, portal):
        with clock.standing_at(after(hours=2)):
            page = reverse("portal-ticket", args=[1])
            assert "How did we do?" in portal.get(page).content.decode()
            said = portal.post(reverse("portal-ticket-rate", args=[1]), {"rating": "2"})
            assert said.status_code == 303
            assert "You found it: all right." in portal.get(page).content.decode()


class TestMeasured:
    @pytest.fixture
    def ask(self, world, solved, machine, acme, ruth):
        given = {0: 3, 1: 1, 2: None}
        for place, rating in given.items():
            one = (
                solved
                if place == 0
                else open_ticket(
                    title=f"t{place}", company=acme, contact=ruth, by=world.dana, at=MONDAY
                )
            )
            secret = ask_for_rating(ticket=one, by=machine, at=after(hours=place))
            if rating:
                rate_by_link(row=question_of_secret(hash_of(secret)), rating=rating, by=machine,
                             at=after(days=1))  # fmt: skip
        return Ask(Period(MONDAY, after(days=7)), after(days=7))

    def test_satisfaction_with_its_n_and_the_response_rate(self, ask):
        good = figure_of("ticket_satisfaction", ask)
        answered = figure_of("ticket_rating_response", ask)
        assert (good.n, answered.n) == (2, 3)
        assert len(measure_called("ticket_satisfaction").rows(ask, "", 10)) == 2
        rows = measure_called("ticket_rating_response").rows(ask, "", 10)
        assert sorted(row.said for row in rows) == ["Good", "Not good", "no answer"]

    @pytest.mark.parametrize("by", ["company", "priority", "person", "kind", "month"])
    def test_is_broken_down_and_narrowed_to_the_same(self, ask, by):
        from dataclasses import replace

        parts = breakdown_of("ticket_rating_response", replace(ask, by=by))
        assert sum(figure.n for figure in parts.values()) == 3
        for subject, figure in parts.items():
            if subject.key is not None:
                only = replace(ask, only={by: subject.key})
                assert figure_of("ticket_rating_response", only).n == figure.n
