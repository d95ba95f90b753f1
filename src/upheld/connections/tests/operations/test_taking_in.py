"""What becomes of rows in the database: new, changed, as before or refused, and never lost."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from upheld.connections.call import NothingImported, Outcome, plan, run_parts
from upheld.connections.models import ImportRefusal, ImportRun, SourceRow
from upheld.connections.operations.runs import (
    begin_import,
    cancel_import,
    save_mapping,
    start_import,
)
from upheld.connections.rules.mapping import to_json
from upheld.connections.rules.proposing import propose
from upheld.connections.running import take_in
from upheld.customers.models import Company, Contact
from upheld.customers.operations.companies import add_company, change_company
from upheld.desk.models import Ticket, TicketEntry
from upheld.foundation.models.record import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.scope import no_provider, open_provider
from upheld.people.models import Membership, Person
from upheld.selling.models import Deal
from upheld.timekeeping.models import TimeEntry
from upheld.timekeeping.operations.locking import lock_time, unlock_time

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


class Desk:
    """Writes files and takes them in, as the command does."""

    def __init__(self, world, folder: Path) -> None:
        self.world = world
        self.folder = folder

    def file(self, text: str, name: str = "file.csv") -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def takes(self, kind: str, text: str, *, dry_run: bool = False, mapping: str = "") -> Outcome:
        parts = plan(kind, [self.file(text)], mapping)
        [done] = run_parts(parts, self.world.provider, dry_run=dry_run, heard=lambda *_: None)
        return done

    def run(self, text: str, kind: str = "companies") -> tuple[ImportRun, Path]:
        path = self.file(text)
        header = text.splitlines()[0].split(",")
        mapping = propose(kind, header, []).mapping
        run = begin_import(
            kind=kind, file_name="file.csv", file_sha256="0" * 64, file_bytes=path.stat().st_size,
            mapping=to_json(mapping), by=self.world.ana, at=AT,
        )  # fmt: skip
        return start_import(run=run, by=self.world.ana, at=AT, in_background=False), path


@pytest.fixture
def desk(world, tmp_path) -> Desk:
    return Desk(world, tmp_path)


def counts(outcome: Outcome) -> tuple[int, ...]:
    return tuple(
        outcome.counts[name] for name in ("rows", "created", "updated", "unchanged", "refused")
    )


COMPANIES = "id,name,industry,employees,Colour\n1,Acme,retail,40,red\n2,Brook,,7,blue\n"


class TestCompanies:
    def test_come_once_and_keep_what_has_no_place(self, desk):
        assert counts(desk.takes("companies", COMPANIES)) == (2, 2, 0, 0, 0)
        acme = Company.objects.get(name="Acme")
        assert (acme.source_system, acme.source_id, acme.headcount) == ("file", "1", 40)
        assert acme.extra == {"Colour": "red"}

        assert counts(desk.takes("companies", COMPANIES)) == (2, 0, 0, 2, 0)
        assert Company.objects.count() == 2

    def test_change_where_the_source_did_and_the_record_says_how(self, desk):
        desk.takes("companies", COMPANIES)
        changed = COMPANIES.replace("retail,40", "retail,55")

        assert counts(desk.takes("companies", changed)) == (2, 0, 1, 1, 0)

        acme = Company.objects.get(name="Acme")
        assert (acme.headcount, acme.version) == (55, 2)
        batches = RecordEntry.objects.filter(event="connections.import.rows_taken_in")
        entry = batches.latest("sequence")
        assert entry.private["changed"] == {f"customers.company:{acme.pk}": {"headcount": [40, 55]}}
        assert "Acme" not in entry.body

    def test_what_people_edited_since_stays(self, desk):
        desk.takes("companies", COMPANIES)
        acme = Company.objects.get(name="Acme")
        change_company(company=acme, industry="Dentistry", by=desk.world.ana, at=AT)

        assert counts(desk.takes("companies", COMPANIES)) == (2, 0, 0, 2, 0)
        assert Company.objects.get(name="Acme").industry == "Dentistry"

    def test_a_trial_says_the_same_and_writes_nothing(self, desk):
        assert counts(desk.takes("companies", COMPANIES, dry_run=True)) == (2, 2, 0, 0, 0)
        assert not Company.objects.exists()
        assert not ImportRun.objects.exists()
        assert not SourceRow.objects.exists()

    def test_find_their_parent_though_it_comes_later(self, desk):
        desk.takes("companies", "name,subsidiary_of\nChild,Parent\nParent,\n")
        assert Company.objects.get(name="Child").parent.name == "Parent"

    def test_another_provider_has_its_own_under_the_same_ids(self, desk, elsewhere, tmp_path):
        desk.takes("companies", COMPANIES)
        with no_provider(), open_provider(elsewhere.provider.pk):
            theirs = Desk(elsewhere, tmp_path)
            assert counts(theirs.takes("companies", COMPANIES)) == (2, 2, 0, 0, 0)


class TestReferences:
    def test_a_name_nobody_knows_makes_a_company_and_its_own_row_later_counts_as_new(self, desk):
        deals = "id,company,value,status\nD1,Acme,100.00,won\nD2,,5.00,lost\n"
        done = desk.takes("deals", deals)

        assert counts(done) == (2, 2, 0, 0, 0)
        told = {note["code"]: note["rows"] for note in done.notes}
        assert told["company_made_of_its_name: company"] == [2]
        assert told["company_not_named"] == [3]
        made = Company.objects.get(name="Acme")
        later = desk.takes("companies", "name,employees\nAcme,12\n")
        assert counts(later) == (1, 1, 0, 0, 0)
        assert Company.objects.get(name="Acme").pk == made.pk
        assert Company.objects.get(name="Acme").headcount == 12

    @pytest.mark.parametrize("stray", ["17", "#17", "8f14e45f-ceea-467f-a8d1-1d0a5f3b1c2e"])
    def test_a_bare_id_that_leads_nowhere_refuses_its_row_alone(self, desk, stray):
        done = desk.takes("deals", f"id,company\nD1,{stray}\nD2,Acme\n")

        assert counts(done) == (2, 1, 0, 0, 1)
        kept = ImportRefusal.objects.get()
        assert (kept.row, kept.code) == (2, "reference_not_found")
        assert kept.cells["company"] == stray

    def test_an_id_of_another_providers_company_leads_nowhere(self, desk, elsewhere):
        with no_provider(), open_provider(elsewhere.provider.pk):
            theirs = add_company(name="Secret Ltd", by=elsewhere.olga, at=AT)
        done = desk.takes("deals", f"id,company\nD1,{theirs.pk}\n")
        assert counts(done) == (1, 0, 0, 0, 1)
        assert not Deal.objects.exists()

    def test_two_companies_of_one_name_are_not_chosen_between(self, desk):
        for _ in range(2):
            add_company(name="Twin", by=desk.world.ana, at=AT)
        done = desk.takes("contacts", "name,company\nAnn,Twin\nBob,Else\n")
        assert counts(done) == (2, 1, 0, 0, 1)
        assert ImportRefusal.objects.get().code == "reference_ambiguous"
        assert Contact.objects.get().name == "Bob"

    def test_time_of_nobody_known_is_refused(self, desk):
        time = (
            "person,hours,date,billable\n"
            "Dana Whitfield,1.5,2026-01-05,yes\n"
            "Nobody,2,2026-01-05,no\n"
        )
        done = desk.takes("time", time)
        assert counts(done) == (2, 1, 0, 0, 1)
        entry = TimeEntry.objects.get()
        assert (entry.person.name, entry.seconds, entry.billing) == (
            "Dana Whitfield", 5_400, "billable",
        )  # fmt: skip


class TestLockedTime:
    JANUARY = "id,person,hours,date,billable\n1,Dana Whitfield,1.5,2026-01-05,yes\n"
    FEBRUARY = "2,Dana Whitfield,2,2026-02-05,yes\n"

    def lock(self, desk, through=date(2026, 1, 31)):
        lock_time(through=through, by=desk.world.felix, at=AT)

    @pytest.mark.parametrize("dry_run", [True, False])
    def test_takes_no_new_rows_and_says_so_of_each(self, desk, dry_run):
        self.lock(desk)
        done = desk.takes("time", self.JANUARY + self.FEBRUARY, dry_run=dry_run)
        assert counts(done) == (2, 1, 0, 0, 1)
        if not dry_run:
            refused = ImportRefusal.objects.get()
            assert (refused.row, refused.code) == (2, "time_locked")
            assert "Time is locked up to 2026-01-31, and this is of 2026-01-05." in refused.reason
            assert refused.cells["source"] == "1"
            assert TimeEntry.objects.get().worked_on == date(2026, 2, 5)

    def test_leaves_what_it_holds_as_it_is(self, desk):
        desk.takes("time", self.JANUARY + self.FEBRUARY)
        self.lock(desk)
        changed = (self.JANUARY + self.FEBRUARY).replace("1.5", "3").replace(",2,", ",4,")
        assert counts(desk.takes("time", changed)) == (2, 0, 1, 0, 1)
        seconds = TimeEntry.objects.order_by("worked_on").values_list("seconds", flat=True)
        assert list(seconds) == [5_400, 14_400]

    def test_is_not_left_by_another_day_either(self, desk):
        desk.takes("time", self.JANUARY)
        self.lock(desk)
        moved = self.JANUARY.replace("2026-01-05", "2026-02-20")
        assert counts(desk.takes("time", moved)) == (1, 0, 0, 0, 1)
        assert TimeEntry.objects.get().worked_on == date(2026, 1, 5)

    def test_the_same_file_again_changes_nothing_and_is_not_refused(self, desk):
        desk.takes("time", self.JANUARY)
        self.lock(desk)
        assert counts(desk.takes("time", self.JANUARY)) == (1, 0, 0, 1, 0)

    def test_is_taken_in_when_the_days_are_open_again(self, desk):
        self.lock(desk)
        desk.takes("time", self.JANUARY)
        unlock_time(through=None, reason="Late hours", by=desk.world.ana, at=AT)
        assert counts(desk.takes("time", self.JANUARY)) == (1, 1, 0, 0, 0)


class TestPeople:
    def test_come_without_a_sign_in(self, desk):
        before = Membership.objects.count()
        desk.takes(
            "people", "id,name,email,reports to\n1,Zoe Hart,zoe@northgate.example,Sam Okafor\n"
        )
        zoe = Person.objects.get(name="Zoe Hart")
        assert (zoe.user, zoe.handle, zoe.manager.name) == (None, "zoe", "Sam Okafor")
        assert Membership.objects.count() == before

    def test_who_works_here_already_is_known_by_the_mail_address_and_keeps_role_and_access(
        self, desk
    ):
        sam = desk.world.people["sam"]
        done = desk.takes(
            "people", "id,name,email,title,active\n9,Sam Okafor,SAM@northgate.example,Boss,no\n"
        )
        assert counts(done) == (1, 0, 1, 0, 0)
        known = Person.objects.get(pk=sam.pk)
        assert (known.title, known.role, known.active) == ("Boss", sam.role, True)
        assert known.source_id == "file:9"


LOG = (
    "number,sys_updated_at,status,priority,assigned to,Shelf\n"
    "T1,2026-01-05 09:00,New,2 - High,,A\n"
    "T1,2026-01-05 10:00,Active,2 - High,Dana Whitfield,A\n"
)
LATER = "T1,2026-01-06 10:00,Closed,2 - High,Dana Whitfield,B\n"
MEANINGS = {"New": "new", "Active": "in_progress", "Closed": "closed"}


class TestTicketHistories:
    @pytest.fixture(autouse=True)
    def _mapping(self, desk):
        header = LOG.splitlines()[0].split(",")
        data = to_json(propose("ticket-events", header, [], system="old").mapping)
        for use in data["uses"]:
            if use["field"] == "state":
                use["meanings"] = MEANINGS
            if use["field"] == "at":
                use["order"] = "ymd"
        save_mapping(name="log", mapping=data, kind="ticket-events", by=desk.world.ana, at=AT)

    def test_a_later_piece_adds_what_is_new_and_an_older_one_turns_nothing_back(self, desk):
        first = desk.takes("ticket-events", LOG, mapping="log")
        assert counts(first) == (2, 1, 0, 0, 0)
        ticket = Ticket.objects.get()
        assert (ticket.state, ticket.priority, ticket.assignee.name) == (
            "open", 2, "Dana Whitfield",
        )  # fmt: skip

        whole = desk.takes("ticket-events", LOG + LATER, mapping="log")
        assert counts(whole) == (3, 0, 1, 0, 0)
        assert (whole.counts["events_new"], whole.counts["events_known"]) == (1, 2)
        old = desk.takes("ticket-events", LOG, mapping="log")
        assert counts(old) == (2, 0, 0, 1, 0)

        ticket = Ticket.objects.get()
        assert (ticket.state, ticket.closed_at) == ("closed", datetime(2026, 1, 6, 10, tzinfo=UTC))
        told = list(TicketEntry.objects.order_by("at", "pk").values_list("happened", flat=True))
        assert told == ["created", "state_changed", "assigned", "resolved"]

    def test_a_piece_that_begins_in_the_middle_repeats_no_change(self, desk):
        desk.takes("ticket-events", LOG, mapping="log")
        desk.takes("ticket-events", LOG.splitlines()[0] + "\n" + LATER, mapping="log")
        last = TicketEntry.objects.latest("at", "pk")
        assert (last.happened, last.before, last.after) == ("resolved", "open", "closed")
        assert TicketEntry.objects.filter(happened="created").count() == 1
        assert TicketEntry.objects.filter(happened="assigned").count() == 1
        assert "Shelf: B" in last.text


class TestStoppingAndGoingOn:
    TEXT = "id,name\n" + "".join(f"{n},Company {n}\n" for n in range(1_200))

    def test_a_run_that_was_killed_goes_on_where_it_stopped(self, desk):
        run, path = desk.run(self.TEXT)

        def kill(_run):
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            take_in(run, path, desk.world.ana, heard=kill)
        half = ImportRun.objects.get()
        assert (half.state, half.position, half.created) == ("running", 500, 500)

        done = take_in(half, path, desk.world.ana)

        assert (done.state, done.rows, done.created, done.unchanged) == ("done", 1_200, 1_200, 0)
        assert Company.objects.count() == 1_200
        numbers = Company.objects.values_list("number", flat=True)
        assert sorted(numbers) == list(range(1, 1_201))

    def test_a_worker_that_was_overtaken_writes_nothing(self, desk):
        run, path = desk.run(self.TEXT)
        stale = ImportRun.objects.get(pk=run.pk)
        take_in(run, path, desk.world.ana)
        with pytest.raises(Refused) as caught:
            take_in(stale, path, desk.world.ana)
        assert caught.value.code in {"taken_over", "import_not_running"}
        assert Company.objects.count() == 1_200

    def test_cancelling_keeps_what_was_taken_in_and_it_can_go_on(self, desk):
        run, path = desk.run(self.TEXT)
        ana = desk.world.ana

        def stop(now: ImportRun) -> None:
            cancel_import(run=now, by=ana, at=AT)

        with pytest.raises(Refused) as caught:
            take_in(run, path, ana, heard=stop)
        assert caught.value.code == "import_not_running"
        assert Company.objects.count() == 500
        again = start_import(run=ImportRun.objects.get(), by=ana, at=AT, in_background=False)
        assert take_in(again, path, ana).created == 1_200


SOUND = {
    "system": "s", "name": "n", "title": "t", "kind": "companies",
    "uses": [{"field": "name", "column": "a"}],
}  # fmt: skip


class TestRefusals:
    def test_whoever_may_not_import_does_not(self, desk):
        with pytest.raises(Refused) as caught:
            begin_import(
                kind="companies", file_name="x", file_sha256="0" * 64, file_bytes=1,
                mapping={}, by=desk.world.dana, at=AT,
            )  # fmt: skip
        assert caught.value.code == "not_allowed"

    @pytest.mark.parametrize(
        "mapping",
        [
            [], "x", None, {}, {"uses": "all"}, {"uses": [1]},
            {"uses": [{"field": 1, "column": 2}]},
            SOUND | {"uses": [{"field": "name", "column": "a", "times": 10**30}]},
            SOUND | {"zone": "\0"}, SOUND | {"currency": 5}, SOUND | {"system": ""},
        ],
    )  # fmt: skip
    def test_a_mapping_of_the_wrong_shape_is_refused(self, desk, mapping):
        with pytest.raises(Refused) as caught:
            save_mapping(name="m", mapping=mapping, kind="companies", by=desk.world.ana, at=AT)
        assert caught.value.code == "bad_mapping"

    def test_a_file_of_another_kind_is_not_made_nonsense_of(self, desk):
        text = "sales_agent,manager,regional_office\nAnn,Bob,East\n"
        with pytest.raises(NothingImported) as caught:
            desk.takes("companies", text)
        assert caught.value.code == "another_kind"

    def test_text_that_no_database_keeps_is_refused_by_row_or_cleaned(self, desk):
        rows = [{"id": "1", "name": "Fine"}, {"id": "2", "name": "Half \ud800 a pair"}]
        done = desk.takes("companies", json.dumps(rows))
        assert done.counts["rows"] == 2
        assert done.counts["created"] + done.counts["refused"] == 2
