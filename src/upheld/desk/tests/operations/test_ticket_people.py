"""Who hears of a ticket, files on it, and two people answering at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from upheld.customers.operations.companies import add_company
from upheld.desk.jobs.ticket_news import sweep_files, tell_of_naming, tell_of_watched
from upheld.desk.models import TicketEntry, TicketFile, TicketNotice, TicketPresence
from upheld.desk.operations.ticket_files import MOST_FILES, Upload
from upheld.desk.operations.ticket_news import (
    see_notices,
    stop_watching,
    tell_watchers,
    watch_ticket,
)
from upheld.desk.operations.ticket_presence import be_present, forget_presence, leave
from upheld.desk.operations.ticket_states import resolve_ticket
from upheld.desk.operations.tickets import Arrival, note_on_ticket, open_ticket, reply_to_ticket
from upheld.desk.queries.ticket_around import files_of
from upheld.desk.queries.ticket_news import waiting_notices
from upheld.desk.queries.ticket_page import ticket_page
from upheld.desk.queries.ticket_presence import GONE_AFTER, others_present
from upheld.desk.tests.conftest import MONDAY
from upheld.foundation.actor import system
from upheld.foundation.files import path_of
from upheld.foundation.models import Job
from upheld.foundation.refusals import Refused
from upheld.people.queries.actors import actor_of
from upheld.wiring.waiting import waiting_for

LOG = Upload("vpn log.txt", b"no route to host\n")


@pytest.fixture
def customer(membership):
    return actor_of(membership)


def last(ticket) -> TicketEntry:
    return TicketEntry.objects.filter(ticket=ticket).order_by("-pk")[0]


class TestBeingNamed:
    def test_a_note_brings_it_to_the_colleagues_list(self, world, vpn):
        note_on_ticket(ticket=vpn, text="@theo you know this box", by=world.dana, at=MONDAY)
        (waiting,) = waiting_for(world.theo, MONDAY)
        assert (waiting.title, waiting.kind) == ("#1 VPN down", "You are named")
        assert waiting_for(world.dana, MONDAY) == ()

    def test_naming_oneself_or_nobody_known_brings_nothing(self, world, vpn):
        note_on_ticket(ticket=vpn, text="@dana @nobody a@theo", by=world.dana, at=MONDAY)
        assert not TicketNotice.objects.exists()

    def test_twice_waits_once(self, world, vpn):
        for text in ("@theo first", "@theo second"):
            note_on_ticket(ticket=vpn, text=text, by=world.dana, at=MONDAY)
        assert waiting_notices(world.theo).count() == 1

    def test_a_customer_calls_nobody(self, world, vpn, customer):
        reply_to_ticket(ticket=vpn, text="@theo help", by=customer, at=MONDAY)
        assert not TicketNotice.objects.exists()

    def test_seeing_it_ends_it_and_so_does_answering(self, world, vpn):
        for end in (
            lambda: see_notices(ticket=vpn, by=world.theo, at=MONDAY),
            lambda: note_on_ticket(ticket=vpn, text="Done", by=world.theo, at=MONDAY),
        ):
            note_on_ticket(ticket=vpn, text="@theo", by=world.dana, at=MONDAY)
            assert waiting_notices(world.theo).exists()
            end()
            assert not waiting_notices(world.theo).exists()

    def test_the_mail_does_not_say_what_was_written(self, world, vpn):
        note_on_ticket(ticket=vpn, text="@theo the password", by=world.dana, at=MONDAY)
        theo = world.people["theo"]
        tell_of_naming(by=system(world.provider.pk), at=MONDAY, entry_id=last(vpn).pk,
                       person_id=theo.pk)  # fmt: skip
        (sent,) = mail.outbox
        assert sent.to == [theo.email]
        assert sent.message()["Auto-Submitted"] == "auto-generated"
        assert "List-Unsubscribe" not in sent.message()
        assert "password" not in sent.body


class TestWatching:
    def test_is_told_by_a_job_what_others_say(self, world, vpn, fresh):
        watch_ticket(ticket=vpn, by=world.theo, at=MONDAY)
        assert fresh(vpn).watched == 1
        reply_to_ticket(ticket=vpn, text="On it", by=world.dana, at=MONDAY)
        entry = last(vpn)
        told = tell_of_watched(by=system(world.provider.pk), at=MONDAY, entry_id=entry.pk)
        assert told == "1 mailed."
        (sent,) = mail.outbox
        assert "is where you stop that" in sent.body
        said = sent.message()
        assert said["Auto-Submitted"] == "auto-generated"
        assert said["List-Unsubscribe"].strip("<>").endswith(reverse("ticket", args=[1]))
        assert waiting_notices(world.theo).get().kind == "watched"
        assert tell_watchers(entry=entry, by=system(world.provider.pk), at=MONDAY)
        assert waiting_notices(world.theo).count() == 1

    def test_does_not_disturb_whoever_is_writing(self, world, vpn, fresh):
        version = fresh(vpn).version
        watch_ticket(ticket=vpn, by=world.theo, at=MONDAY)
        assert fresh(vpn).version == version

    def test_queues_a_job_only_where_somebody_watches(self, world, vpn, at_monday):
        note_on_ticket(ticket=vpn, text="a", by=world.dana, at=MONDAY)
        assert not Job.objects.filter(code="desk.tell_watchers").exists()
        watch_ticket(ticket=vpn, by=world.theo, at=MONDAY)
        note_on_ticket(ticket=vpn, text="b", by=world.dana, at=MONDAY)
        assert Job.objects.filter(code="desk.tell_watchers").count() == 1

    def test_twice_is_once_and_stopping_ends_it(self, world, vpn, fresh):
        for _ in range(2):
            watch_ticket(ticket=vpn, by=world.theo, at=MONDAY)
        for _ in range(2):
            stop_watching(ticket=vpn, by=world.theo, at=MONDAY)
        assert fresh(vpn).watched == 0

    def test_a_colleague_is_added_by_who_works_on_tickets_alone(self, world, vpn):
        watch_ticket(ticket=vpn, person=world.people["lena"], by=world.dana, at=MONDAY)
        with pytest.raises(Refused) as refused:
            watch_ticket(ticket=vpn, person=world.people["sam"], by=world.lena, at=MONDAY)
        assert refused.value.code == "not_allowed"

    def test_a_customer_watches_nothing(self, world, vpn, customer):
        with pytest.raises(Refused) as refused:
            watch_ticket(ticket=vpn, by=customer, at=MONDAY)
        assert refused.value.code == "not_found"

    def test_being_named_outweighs_watching(self, world, vpn):
        watch_ticket(ticket=vpn, by=world.theo, at=MONDAY)
        note_on_ticket(ticket=vpn, text="a", by=world.dana, at=MONDAY)
        tell_watchers(entry=last(vpn), by=system(world.provider.pk), at=MONDAY)
        note_on_ticket(ticket=vpn, text="@theo", by=world.dana, at=MONDAY)
        assert waiting_notices(world.theo).get().kind == "mentioned"


class TestFiles:
    def test_customers_see_those_of_public_replies_alone(self, world, vpn, customer):
        note_on_ticket(ticket=vpn, text="a", files=[LOG], by=world.dana, at=MONDAY)
        reply_to_ticket(ticket=vpn, text="b", files=[Upload("seen.txt", b"x")], by=world.dana,
                        at=MONDAY)  # fmt: skip
        assert {one.file_name for one in files_of(vpn, world.dana)} == {"vpn log.txt", "seen.txt"}
        assert [one.file_name for one in files_of(vpn, customer)] == ["seen.txt"]

    def test_are_kept_by_their_hash_and_shown_in_the_course(self, world, vpn, fresh):
        reply_to_ticket(ticket=vpn, text="b", files=[LOG], by=world.dana, at=MONDAY)
        row = TicketFile.objects.get()
        assert path_of(row.file).read_bytes() == LOG.content
        assert (row.content_type, row.file_bytes) == ("text/plain", 17)
        said = ticket_page(fresh(vpn), world.dana, MONDAY).said
        assert [one.label for moment in said for one in moment.files] == ["vpn log.txt"]

    def test_one_that_is_refused_refuses_the_reply(self, world, vpn):
        bad = [LOG, Upload("a.txt", b"<script>alert(1)</script>")]
        with pytest.raises(Refused) as refused:
            reply_to_ticket(ticket=vpn, text="b", files=bad, by=world.dana, at=MONDAY)
        assert refused.value.code == "file_is_markup"
        assert not TicketFile.objects.exists()
        assert not TicketEntry.objects.filter(happened="replied").exists()

    def test_not_more_than_ten_at_once(self, world, vpn):
        with pytest.raises(Refused) as refused:
            note_on_ticket(ticket=vpn, text="b", files=[LOG] * (MOST_FILES + 1), by=world.dana,
                           at=MONDAY)  # fmt: skip
        assert refused.value.code == "invalid_input"

    def test_come_with_opening_and_resolving(self, world, acme):
        made = open_ticket(
            title="x", company=acme, arrival=Arrival([LOG]), by=world.dana, at=MONDAY
        )
        resolve_ticket(ticket=made, text="y", files=[LOG], by=world.dana, at=MONDAY)
        assert files_of(made, world.dana).count() == 2

    def test_the_sweep_leaves_what_a_row_names(self, world, vpn):
        note_on_ticket(ticket=vpn, text="a", files=[LOG], by=world.dana, at=MONDAY)
        late = MONDAY + timedelta(days=4000)
        assert sweep_files(by=system(world.provider.pk), at=late) == "0 files removed"
        assert path_of(TicketFile.objects.get().file).exists()


class TestAnsweringAtOnce:
    def test_what_was_said_meanwhile_is_said_first(self, world, vpn):
        read_to = last(vpn).pk
        reply_to_ticket(ticket=vpn, text="New certificate is out", by=world.theo, at=MONDAY)
        with pytest.raises(Refused) as refused:
            reply_to_ticket(ticket=vpn, text="x", read_to=read_to, by=world.dana, at=MONDAY)
        assert refused.value.code == "answered_meanwhile"
        assert "New certificate" in refused.value.reasons[0].why
        reply_to_ticket(ticket=vpn, text="x", read_to=last(vpn).pk, by=world.dana, at=MONDAY)

    def test_what_only_moved_and_what_one_said_oneself_does_not_matter(self, world, vpn):
        read_to = last(vpn).pk
        note_on_ticket(ticket=vpn, text="mine", by=world.dana, at=MONDAY)
        watch_ticket(ticket=vpn, by=world.theo, at=MONDAY)
        reply_to_ticket(ticket=vpn, text="x", read_to=read_to, by=world.dana, at=MONDAY)

    def test_a_customer_is_not_told_of_notes(self, world, vpn, customer):
        read_to = last(vpn).pk
        note_on_ticket(ticket=vpn, text="our secret", by=world.dana, at=MONDAY)
        reply_to_ticket(ticket=vpn, text="x", read_to=read_to, by=customer, at=MONDAY)
        assert last(vpn).happened in {"asked", "state_changed"}

    def test_resolving_waits_for_the_same(self, world, vpn, customer):
        read_to = last(vpn).pk
        reply_to_ticket(ticket=vpn, text="It is worse", by=customer, at=MONDAY)
        with pytest.raises(Refused, match="answered_meanwhile"):
            resolve_ticket(ticket=vpn, read_to=read_to, by=world.dana, at=MONDAY)


class TestPresence:
    def test_keeps_one_row_for_a_person_and_ticket(self, world, vpn):
        for second in range(0, 200, 20):
            be_present(vpn, world.theo, MONDAY + timedelta(seconds=second), writes=second > 100)
        assert TicketPresence.objects.count() == 1
        (one,) = others_present(vpn, world.dana, MONDAY + timedelta(seconds=190))
        assert (one.name, one.writes) == (world.people["theo"].name, True)
        assert others_present(vpn, world.theo, MONDAY) == ()

    def test_ends_after_three_missed_beats_and_on_leaving(self, world, vpn):
        be_present(vpn, world.theo, MONDAY, writes=False)
        assert others_present(vpn, world.dana, MONDAY + GONE_AFTER) == ()
        leave(vpn, world.theo)
        assert not TicketPresence.objects.exists()

    def test_of_customers_nothing_is_kept(self, world, vpn, customer):
        be_present(vpn, customer, MONDAY, writes=True)
        assert not TicketPresence.objects.exists()

    def test_is_forgotten_after_a_day(self, world, vpn):
        be_present(vpn, world.theo, MONDAY, writes=False)
        assert forget_presence(MONDAY + timedelta(hours=23)) == 0
        assert forget_presence(MONDAY + timedelta(hours=25)) == 1


def test_another_companys_files_are_not_there(world, vpn, customer):
    birch = add_company(name="Birch", by=world.ana, at=MONDAY)
    theirs = open_ticket(title="x", company=birch, arrival=Arrival([LOG]), by=world.dana, at=MONDAY)
    from upheld.foundation.tenancy.scope import open_provider

    with open_provider(world.provider.pk, customer.customer_id):
        assert not files_of(theirs, customer).exists()
