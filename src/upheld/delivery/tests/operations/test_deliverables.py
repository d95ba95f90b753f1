"""Work: begun once somebody agreed to it, shown as agreed, put before the customer, taken back."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from upheld.delivery.jobs.work import check_kept_evidence, sweep_files
from upheld.delivery.models import Deliverable, EvidenceItem, SignOff
from upheld.delivery.operations.deliverables import (
    give_deliverable,
    start_deliverable,
    submit_deliverable,
    withdraw_submission,
)
from upheld.delivery.operations.evidence import Upload, add_evidence
from upheld.delivery.rules.evidence import EvidenceKind
from upheld.foundation.files import read_kept
from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.promises.models import Promise

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
LOG = Upload("moved.log", b"20 of 20 mailboxes moved, 0 failed\n")


@pytest.fixture
def shown(world, mail):
    return add_evidence(
        deliverable=mail, kind=EvidenceKind.LOG, upload=LOG, by=world.dana, at=MONDAY
    )


class TestSubmitting:
    def test_keeps_what_the_customer_is_shown_with_its_hash(self, world, mail, shown):
        round_ = submit_deliverable(deliverable=mail, by=world.dana, at=TUESDAY)
        assert hashlib.sha256(round_.content.encode()).hexdigest() == round_.content_hash
        assert shown.file_sha256 in round_.content
        assert (round_.number, round_.state) == (1, "waiting")
        assert Deliverable.objects.get(pk=mail.pk).state == "submitted"

    def test_refuses_without_evidence(self, world, mail):
        with pytest.raises(Refused) as refused:
            submit_deliverable(deliverable=mail, by=world.dana, at=TUESDAY)
        assert [reason.code for reason in refused.value.reasons] == ["evidence_missing"]

    def test_refuses_evidence_of_another_kind_than_was_agreed(self, world, mail):
        add_evidence(
            deliverable=mail, kind=EvidenceKind.TEXT, words="It works.", by=world.dana, at=MONDAY
        )
        with pytest.raises(Refused) as refused:
            submit_deliverable(deliverable=mail, by=world.dana, at=TUESDAY)
        assert [reason.code for reason in refused.value.reasons] == ["evidence_of_other_kind"]

    def test_twice_is_one_round(self, world, mail, shown):
        submit_deliverable(deliverable=mail, by=world.dana, at=TUESDAY)
        submit_deliverable(deliverable=mail, by=world.dana, at=TUESDAY)
        assert SignOff.objects.count() == 1

    def test_refuses_what_somebody_changed_meanwhile(self, world, mail, shown):
        with pytest.raises(Refused) as refused:
            submit_deliverable(deliverable=mail, seen=mail.version - 1, by=world.dana, at=TUESDAY)
        assert refused.value.code == "changed_meanwhile"

    def test_taken_back_it_is_in_work_again(self, world, mail, shown):
        submit_deliverable(deliverable=mail, by=world.dana, at=TUESDAY)
        back = withdraw_submission(deliverable=mail, reason="Slip", by=world.dana, at=TUESDAY)
        assert back.state == "in_work"
        assert SignOff.objects.get().state == "withdrawn"

    def test_no_evidence_is_added_while_the_customer_looks(self, world, mail, shown):
        submit_deliverable(deliverable=mail, by=world.dana, at=TUESDAY)
        with pytest.raises(Refused) as refused:
            add_evidence(
                deliverable=mail, kind=EvidenceKind.LOG, upload=LOG, by=world.dana, at=TUESDAY
            )
        assert refused.value.code == "deliverable_submitted"

    def test_a_salesperson_does_not_submit(self, world, mail, shown):
        with pytest.raises(Refused) as refused:
            submit_deliverable(deliverable=mail, by=world.lena, at=TUESDAY)
        assert refused.value.code == "not_allowed"


class TestGiving:
    def test_passes_the_promise_on_with_the_work(self, world, mail):
        given = give_deliverable(
            deliverable=mail, person=world.people["theo"], by=world.sam, at=TUESDAY
        )
        assert given.owner == world.people["theo"]
        assert Promise.objects.get(pk=given.promise_id).owner == world.people["theo"]

    def test_started_twice_is_started_once(self, world, mail):
        again = start_deliverable(deliverable=mail, by=world.dana, at=TUESDAY)
        assert again.started_at == MONDAY


class TestWordsOfTheAgreement:
    def test_the_database_keeps_them_as_they_were_signed(self, mail):
        for column in ("title", "criterion", "price_minor", "estimate_seconds"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"update delivery_deliverable set {column} = '7'")

    def test_evidence_is_never_changed_or_removed(self, shown):
        for statement in ("update delivery_evidenceitem set words = 'x'",
                          "delete from delivery_evidenceitem"):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


class TestFiles:
    def path(self, item: EvidenceItem) -> Path:
        return Path(settings.MEDIA_ROOT, item.file)

    def test_lie_under_random_names_that_say_nothing(self, shown):
        assert "moved" not in shown.file
        assert read_kept(shown.file, shown.file_sha256) == LOG.content
        assert (shown.file_name, shown.content_type) == ("moved.log", "text/plain")

    def test_one_flipped_bit_is_found_at_the_next_reading_and_recorded(self, world, shown):
        content = bytearray(self.path(shown).read_bytes())
        content[3] ^= 1
        self.path(shown).write_bytes(bytes(content))
        with pytest.raises(Refused) as refused:
            read_kept(shown.file, shown.file_sha256)
        assert refused.value.code == "file_altered"
        said = check_kept_evidence(by=world.system, at=TUESDAY)
        assert said == "1 files read, 1 missing or altered"
        assert RecordEntry.objects.filter(event="delivery.deliverable.evidence_altered").exists()

    def test_a_lost_file_is_said_to_be_lost(self, shown):
        self.path(shown).unlink()
        with pytest.raises(Refused) as refused:
            read_kept(shown.file, shown.file_sha256)
        assert refused.value.code == "file_missing"

    def test_what_no_row_names_is_swept_away_and_nothing_else(self, world, shown):
        stray = self.path(shown).with_name("stray")
        stray.write_bytes(b"left behind")
        later = datetime.now(UTC) + timedelta(days=2)
        assert "files removed" in str(sweep_files(by=world.system, at=later))
        assert (stray.exists(), self.path(shown).exists()) == (False, True)

    def test_a_file_goes_with_the_transaction_that_was_rolled_back(self, world, mail):
        def files() -> set[Path]:
            return set(Path(settings.MEDIA_ROOT, "evidence").glob("*/*/*"))

        def fails_later() -> None:
            with transaction.atomic():
                add_evidence(
                    deliverable=mail, kind=EvidenceKind.LOG, upload=LOG, by=world.dana, at=MONDAY
                )
                assert len(files() - before) == 1
                raise RuntimeError("failed later")

        before = files()
        with pytest.raises(RuntimeError, match="failed later"):
            fails_later()
        assert files() == before
        assert not EvidenceItem.objects.exists()

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "//x", "http:",
                                      "https://a b.example/", "ftp://a.example/x"])  # fmt: skip
    def test_a_link_is_a_web_address_or_refused(self, world, mail, link):
        with pytest.raises(Refused) as refused:
            add_evidence(
                deliverable=mail, kind=EvidenceKind.LINK, link=link, by=world.dana, at=MONDAY
            )
        assert "link" in refused.value.fields

    def test_a_log_must_be_text(self, world, mail):
        png = b"\x89PNG\r\n\x1a\n"
        with pytest.raises(Refused) as refused:
            add_evidence(
                deliverable=mail, kind=EvidenceKind.LOG, upload=Upload("a.log", png), by=world.dana,
                at=MONDAY,
            )  # fmt: skip
        assert refused.value.code in {"file_damaged", "file_of_other_kind"}
        assert not EvidenceItem.objects.exists()
