"""One line makes a ticket and its time, learns whom was meant, and can be taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from upheld.customers.operations.companies import add_company, change_company
from upheld.customers.operations.contacts import add_contact, contact_left
from upheld.desk.models import Ticket
from upheld.desk.operations.ticket_states import wait_for_customer
from upheld.desk.operations.tickets import open_ticket
from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.timekeeping.models import Nickname, TimeEntry, Timer
from upheld.timekeeping.operations.capture import capture, undo_capture
from upheld.timekeeping.queries import meaning
from upheld.timekeeping.queries.reading import read_capture

MONDAY = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)


@pytest.fixture
def acme(world):
    return add_company(name="Acme Manufacturing", by=world.ana, at=MONDAY)


def dana_types(world, line, at=MONDAY, **more):
    return capture(line=line, by=world.dana, at=at, **more)


@pytest.fixture
def ruth(world, acme):
    return add_contact(
        company=acme, name="Ruth Adler", email="r.adler@acme.example", by=world.ana, at=MONDAY
    )


@pytest.fixture
def other_ruth(world):
    bright = add_company(name="Brightwater", by=world.ana, at=MONDAY)
    return add_contact(
        company=bright, name="Ruth Falk", email="ruth@bright.example", by=world.ana, at=MONDAY
    )


class TestWhomOfTheCustomersItIsAbout:
    @pytest.mark.parametrize(
        "line",
        [
            "acme vpn down @ruth 25m",
            "acme vpn down @ruth.adler 25m",
            "acme vpn down @adler 25m",
            "acme vpn down @r.adler 25m",
            "ruth vpn down 25m",
            "Ruth Adler vpn down 25m",
        ],
    )
    def test_is_found_by_name(self, world, acme, ruth, line):
        dana_types(world, line)
        ticket = Ticket.objects.get()
        assert (ticket.company, ticket.contact, ticket.title) == (acme, ruth, "vpn down")

    def test_stands_beside_whom_of_ours_it_is_for(self, world, ruth):
        dana_types(world, "acme vpn down @theo @ruth")
        ticket = Ticket.objects.get()
        assert (ticket.assignee.handle, ticket.contact) == ("theo", ruth)

    def test_two_of_ours_are_one_too_many(self, world, acme):
        with pytest.raises(Refused) as refused:
            dana_types(world, "acme vpn down @theo @sam")
        assert "Theo" in refused.value.why
        assert not Ticket.objects.exists()

    def test_namesakes_at_two_customers_are_asked_about(self, world, ruth, other_ruth):
        reading = read_capture("ruth vpn down", world.dana, MONDAY)
        (doubt,) = reading.doubts
        assert [one.value for one in doubt.choices] == [
            "Brightwater @Ruth.Falk", "Acme Manufacturing @Ruth.Adler",
        ]  # fmt: skip
        dana_types(world, f"{doubt.choices[0].value} vpn down")
        assert Ticket.objects.get().contact == other_ruth

    def test_who_works_elsewhere_or_has_left_is_nobody(self, world, acme, ruth, other_ruth):
        contact_left(contact=ruth, by=world.ana, at=MONDAY)
        for name in ("falk", "ruth"):
            with pytest.raises(Refused) as refused:
                dana_types(world, f"acme vpn down @{name}")
            assert "Nobody here or at Acme Manufacturing" in refused.value.why

    def test_costs_five_queries_at_most(self, world, acme, ruth, questions):
        for line in ("acme vpn down @ruth 25m !1 +vpn", "ruth vpn down @theo 25m !1 +vpn"):
            with questions() as asked:
                read_capture(line, world.dana, MONDAY)
            assert len(asked) <= 5, asked

    def test_names_are_kept_until_one_of_them_changes(
        self, world, acme, questions, django_capture_on_commit_callbacks
    ):
        def asked(line: str) -> int:
            with questions() as said, django_capture_on_commit_callbacks(execute=True):
                assert read_capture(line, world.dana, MONDAY).company_id == acme.pk
            return len(said)

        first = asked("acme vpn down")
        assert asked("acme vpn down") == first - 1
        change_company(company=acme, name="Zenith", by=world.ana, at=MONDAY)
        assert asked("zenith vpn down") == first
        assert read_capture("acme vpn down", world.dana, MONDAY).company_id is None

    def test_names_that_may_be_undone_are_not_kept(self, world, acme):
        meaning._REGISTERS.clear()
        read_capture("acme vpn down", world.dana, MONDAY)
        assert world.provider.pk not in meaning._REGISTERS


class TestANewTicket:
    def test_comes_with_its_time_in_one_go(self, world, acme):
        done = dana_types(world, "acme vpn down 25m")
        ticket = Ticket.objects.get()
        assert (ticket.number, ticket.title, ticket.company) == (1, "vpn down", acme)
        assert (ticket.state, ticket.assignee) == ("open", world.people["dana"])
        entry = TimeEntry.objects.get()
        assert (entry.seconds, entry.on_kind, entry.on_id) == (1500, "ticket", ticket.pk)
        assert (entry.worked_on, entry.billing) == (date(2026, 3, 9), "billable")
        assert entry.on_url == "/tickets/1"
        assert done.opened
        assert done.entry == entry

    def test_is_recorded_twice_as_ticket_and_as_time(self, world, acme):
        dana_types(world, "acme vpn down 25m")
        events = list(RecordEntry.objects.order_by("-sequence").values_list("event", flat=True)[:2])
        assert events == ["timekeeping.time.logged", "desk.ticket.opened"]

    def test_takes_priority_assignee_tags_and_closing(self, world, acme):
        dana_types(world, "acme server down !1 @theo +backup 9:10-9:35 close")
        ticket = Ticket.objects.get()
        assert (ticket.priority, ticket.assignee.handle, ticket.tags) == (1, "theo", ["backup"])
        assert ticket.state == "resolved"
        entry = TimeEntry.objects.get()
        assert entry.started_at == datetime(2026, 3, 9, 9, 10, tzinfo=UTC)
        assert entry.seconds == 25 * 60

    def test_without_time_is_nobodys_and_new(self, world, acme):
        dana_types(world, "acme printer jams")
        ticket = Ticket.objects.get()
        assert (ticket.state, ticket.assignee) == ("new", None)
        assert not TimeEntry.objects.exists()

    def test_needs_a_customer_that_exists(self, world, acme):
        with pytest.raises(Refused) as refused:
            dana_types(world, "zenith vpn down 25m")
        assert refused.value.code == "capture_unclear"
        assert "zenith" in refused.value.why
        assert not Ticket.objects.exists()

    def test_needs_a_few_words(self, world, acme):
        with pytest.raises(Refused, match="what was wrong"):
            dana_types(world, "acme 25m")


class TestAnAmbiguousName:
    @pytest.fixture
    def other(self, world):
        return add_company(name="Acme Motors", by=world.ana, at=MONDAY)

    def test_asks_and_names_all_it_may_be(self, world, acme, other):
        with pytest.raises(Refused) as refused:
            dana_types(world, "acme vpn down 25m")
        assert "Acme Motors" in refused.value.remedy
        assert "Acme Manufacturing" in refused.value.remedy

    def test_learns_what_was_chosen_for_that_person_alone(self, world, acme, other):
        dana_types(world, "Acme Motors vpn down 25m", learned={"acme": "Acme Motors"})
        assert Nickname.objects.get().company == other
        dana_types(world, "acme vpn down again 5m")
        assert Ticket.objects.get(number=2).company == other
        with pytest.raises(Refused):
            capture(line="acme vpn down 5m", by=world.theo, at=MONDAY)

    def test_does_not_learn_what_the_line_does_not_say(self, world, acme, other):
        dana_types(world, "Acme Motors vpn down 25m", learned={"acme": "Somebody Else"})
        assert not Nickname.objects.exists()

    def test_alike_names_are_told_apart_by_number(self, world, acme):
        twin = add_company(name="Acme Manufacturing", by=world.ana, at=MONDAY)
        with pytest.raises(Refused) as refused:
            dana_types(world, "acme manufacturing vpn 5m")
        assert f"c{twin.number}" in refused.value.remedy
        dana_types(world, f"c{twin.number} vpn down 5m")
        assert Ticket.objects.get().company == twin


class TestAnExistingTicket:
    @pytest.fixture
    def ticket(self, world, acme):
        dana_types(world, "acme printer jams")
        return Ticket.objects.get()

    def test_gets_time_and_a_note_and_is_started(self, world, ticket):
        dana_types(world, "#1 45m replaced roller")
        entry = TimeEntry.objects.get()
        assert (entry.on_title, entry.note) == ("printer jams", "replaced roller")
        ticket.refresh_from_db()
        assert (ticket.state, ticket.assignee) == ("open", world.people["dana"])

    def test_is_resolved_by_close(self, world, ticket):
        dana_types(world, "#1 45m replaced roller close")
        ticket.refresh_from_db()
        assert ticket.state == "resolved"

    def test_that_is_not_there_is_refused(self, world, ticket):
        with pytest.raises(Refused, match=r"no ticket \#99"):
            dana_types(world, "#99 45m")

    def test_of_another_provider_is_not_there(self, world, ticket, elsewhere):
        from upheld.foundation.tenancy.scope import open_provider

        with open_provider(elsewhere.provider.pk), pytest.raises(Refused, match=r"no ticket \#1"):
            capture(line="#1 45m", by=elsewhere.olga, at=MONDAY)


class TestOwnWork:
    def test_internal_and_training_need_no_ticket(self, world):
        dana_types(world, "internal 30m tuned backup alerts")
        entry = TimeEntry.objects.get()
        assert (entry.category, entry.billing, entry.company) == ("internal", "internal", None)
        assert entry.note == "tuned backup alerts"

    def test_a_deal_is_found_by_part_of_its_name(self, world, acme):
        from upheld.selling.operations.deals import open_deal

        deal = open_deal(company=acme, title="Server refresh", owner=world.people["lena"],
                         by=world.lena, at=MONDAY)  # fmt: skip
        capture(line="deal refresh 1h demo prep", by=world.marek, at=MONDAY)
        entry = TimeEntry.objects.get()
        assert (entry.on_kind, entry.on_id, entry.category) == ("deal", deal.pk, "presale")
        assert entry.billing == "unbilled"


class TestTheTimer:
    def test_starts_with_the_line_and_rests_the_one_before(self, world, acme):
        first = dana_types(world, "acme vpn down", start_timer=True)
        later = MONDAY + timedelta(minutes=10)
        dana_types(world, "acme printer jams", at=later, start_timer=True)
        resting = Timer.objects.get(pk=first.timer.pk)
        assert (resting.started_at, resting.gathered_seconds) == (None, 600)
        assert Timer.objects.filter(started_at__isnull=False).count() == 1


class TestTakingBack:
    def test_ticket_and_time_are_gone_from_every_count(self, world, acme):
        done = dana_types(world, "acme vpn down 25m")
        undo_capture(undo=done.undo, by=world.dana, at=MONDAY + timedelta(seconds=9))
        assert Ticket.objects.get().void
        assert TimeEntry.objects.get().void
        events = list(RecordEntry.objects.order_by("-sequence").values_list("event", flat=True)[:2])
        assert set(events) == {"timekeeping.time.voided", "desk.ticket.taken_back"}

    def test_a_resolved_ticket_is_as_before_and_not_counted_as_reopened(self, world, acme):
        dana_types(world, "acme printer jams")
        done = dana_types(world, "#1 close 5m")
        undo_capture(undo=done.undo, by=world.dana, at=MONDAY + timedelta(seconds=2))
        ticket = Ticket.objects.get()
        assert (ticket.state, ticket.reopened) == ("new", 0)
        assert ticket.resolved_at is None

    @pytest.mark.parametrize("whose", [None, "theo"])
    def test_a_ticket_that_the_line_took_into_work_is_put_back(self, world, acme, whose):
        owner = world.people[whose] if whose else None
        before = open_ticket(
            title="printer jams", company=acme, assignee=owner, by=world.theo, at=MONDAY
        )
        done = dana_types(world, "#1 45m replaced roller")
        before.refresh_from_db()
        assert before.state == "open"
        undo_capture(undo=done.undo, by=world.dana, at=MONDAY + timedelta(seconds=2))
        after = Ticket.objects.get()
        assert (after.state, after.assignee, after.first_response_at) == ("new", owner, None)
        assert RecordEntry.objects.filter(event="desk.ticket.put_back").count() == 1

    def test_one_that_was_in_work_already_stays_so(self, world, acme):
        dana_types(world, "acme printer jams 5m")
        done = dana_types(world, "#1 45m replaced roller")
        undo_capture(undo=done.undo, by=world.dana, at=MONDAY + timedelta(seconds=2))
        assert Ticket.objects.get().state == "open"

    def test_whom_the_line_named_loses_it_again(self, world, acme):
        dana_types(world, "acme printer jams")
        done = dana_types(world, "#1 45m @theo")
        assert Ticket.objects.get().assignee == world.people["theo"]
        undo_capture(undo=done.undo, by=world.dana, at=MONDAY + timedelta(seconds=2))
        assert (Ticket.objects.get().state, Ticket.objects.get().assignee) == ("new", None)

    def test_what_somebody_did_since_stands(self, world, acme):
        dana_types(world, "acme printer jams")
        done = dana_types(world, "#1 45m")
        wait_for_customer(ticket=Ticket.objects.get(), by=world.theo, at=MONDAY)
        undo_capture(undo=done.undo, by=world.dana, at=MONDAY + timedelta(seconds=2))
        assert Ticket.objects.get().state == "waiting"

    def test_twice_is_once(self, world, acme):
        done = dana_types(world, "acme vpn down 25m")
        for seconds in (3, 4):
            undo_capture(undo=done.undo, by=world.dana, at=MONDAY + timedelta(seconds=seconds))
        assert RecordEntry.objects.filter(event="timekeeping.time.voided").count() == 1

    def test_is_too_late_after_a_quarter_of_a_minute(self, world, acme):
        done = dana_types(world, "acme vpn down 25m")
        with pytest.raises(Refused, match="ten seconds"):
            undo_capture(undo=done.undo, by=world.dana, at=MONDAY + timedelta(seconds=16))

    def test_is_nobody_elses_to_do(self, world, acme):
        done = dana_types(world, "acme vpn down 25m")
        with pytest.raises(Refused) as refused:
            undo_capture(undo=done.undo, by=world.theo, at=MONDAY)
        assert refused.value.code == "not_found"


class TestBadTimes:
    def test_overlaps_are_asked_about_and_then_kept_knowingly(self, world, acme):
        dana_types(world, "acme vpn down 9:00-9:30")
        with pytest.raises(Refused) as refused:
            dana_types(world, "#1 9:15-9:45 again")
        assert [one.code for one in refused.value.cautions] == ["overlaps"]
        dana_types(world, "#1 9:15-9:45 again", setting_aside=frozenset({"overlaps"}))
        entry = RecordEntry.objects.filter(event="timekeeping.time.logged").order_by("-pk")[0]
        assert '"set_aside":["overlaps"]' in entry.body

    def test_a_day_holds_24_hours(self, world, acme):
        dana_types(world, "acme vpn down 20h")
        with pytest.raises(Refused) as refused:
            dana_types(world, "#1 5h")
        assert refused.value.code == "day_overfull"

    @pytest.mark.parametrize(
        ("line", "why"),
        [("#1 25h", "longer than a day"), ("#1 2026-03-10 1h", "not come yet"), ("", "Nothing")],
    )
    def test_what_cannot_be_is_refused(self, world, acme, line, why):
        dana_types(world, "acme vpn down 5m")
        with pytest.raises(Refused, match=why):
            dana_types(world, line)

    def test_a_line_that_changes_nothing_is_refused(self, world, acme):
        dana_types(world, "acme vpn down 5m")
        with pytest.raises(Refused) as refused:
            dana_types(world, "#1 just looking")
        assert refused.value.code == "nothing_to_do"
