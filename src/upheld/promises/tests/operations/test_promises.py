"""Promises from offer to end, and what the database itself refuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.foundation.values.money import Money
from upheld.promises.models import Promise, Source
from upheld.promises.operations.offering import agree_promise, change_offer, offer_promise
from upheld.promises.operations.settling import (
    break_promise,
    hand_over_promise,
    keep_promise,
    raise_risk,
    release_promise,
    replace_promise,
)

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture
def offered(world):
    return offer_promise(
        words="Weekend visits within four hours",
        source=Source.MEETING,
        due_at=FRIDAY,
        promised_by=world.people["lena"],
        value=Money(120_000, "GBP"),
        by=world.lena,
        at=MONDAY,
    )


@pytest.fixture
def agreed(world, offered):
    return agree_promise(promise=offered, owner=world.people["dana"], by=world.dana, at=MONDAY)


def last_event() -> str:
    return str(RecordEntry.objects.order_by("-sequence").values_list("event", flat=True)[0])


class TestOffering:
    def test_enters_it_with_a_number_and_records_it(self, offered):
        assert (offered.number, offered.state) == (1, "offered")
        assert offered.value == Money(120_000, "GBP")
        assert last_event() == "promises.promise.offered"

    def test_keeps_its_words_out_of_the_hashed_body(self, offered):
        entry = RecordEntry.objects.get(event="promises.promise.offered")
        assert "Weekend" not in entry.body
        assert entry.private["words"] == "Weekend visits within four hours"

    def test_refuses_a_due_moment_in_the_past(self, world):
        with pytest.raises(Refused) as refused:
            offer_promise(
                words="Yesterday", source=Source.MEETING, due_at=MONDAY, by=world.lena, at=MONDAY
            )
        assert refused.value.fields.keys() == {"due_at"}

    def test_a_signed_text_may_promise_what_is_due_already(self, world):
        late = offer_promise(
            words="Since then", source=Source.TERM, due_at=MONDAY, by=world.system, at=FRIDAY
        )
        assert late.due_at == MONDAY

    def test_refuses_no_words(self, world):
        with pytest.raises(Refused, match="invalid_input"):
            offer_promise(words="  ", source=Source.MEETING, by=world.lena, at=MONDAY)

    def test_can_be_changed_until_agreed(self, world, offered):
        changed = change_offer(
            promise=offered, words="Within eight hours", by=world.lena, at=MONDAY
        )
        assert changed.words == "Within eight hours"
        agree_promise(promise=changed, owner=world.people["dana"], by=world.dana, at=MONDAY)
        with pytest.raises(Refused, match="promise_not_editable"):
            change_offer(promise=changed, words="Never mind", by=world.lena, at=MONDAY)

    def test_refuses_a_stale_form(self, world, offered):
        seen = offered.version
        change_offer(promise=offered, words="Within eight hours", by=world.lena, at=MONDAY)
        with pytest.raises(Refused, match="changed_meanwhile"):
            change_offer(promise=offered, words="Ten", seen=seen, by=world.lena, at=MONDAY)


class TestAgreeing:
    def test_makes_it_count(self, world, agreed):
        assert (agreed.state, agreed.agreed_at) == ("agreed", MONDAY)
        assert agreed.owner == world.people["dana"]

    def test_nobody_agrees_for_somebody_else(self, world, offered):
        with pytest.raises(Refused, match="not_your_promise"):
            agree_promise(promise=offered, owner=world.people["dana"], by=world.lena, at=MONDAY)

    def test_twice_is_harmless(self, world, agreed):
        again = agree_promise(promise=agreed, owner=world.people["dana"], by=world.dana, at=FRIDAY)
        assert again.agreed_at == MONDAY


class TestSettling:
    def test_kept_says_what_shows_it(self, world, agreed):
        kept = keep_promise(promise=agreed, shown="Signed off", by=world.dana, at=FRIDAY)
        assert (kept.state, kept.settled_at, kept.settled_by_id) == (
            "kept", FRIDAY, world.people["dana"].pk,
        )  # fmt: skip
        assert kept.standing(FRIDAY) == "kept"

    def test_kept_late_counts_as_late(self, world, agreed):
        after = FRIDAY + timedelta(minutes=1)
        kept = keep_promise(promise=agreed, shown="Done", by=world.dana, at=after)
        assert kept.standing(after) == "late"

    def test_refuses_to_keep_what_nothing_shows(self, world, agreed):
        with pytest.raises(Refused) as refused:
            keep_promise(promise=agreed, shown=" ", by=world.dana, at=FRIDAY)
        assert "shown" in refused.value.fields

    def test_refuses_to_keep_what_was_only_offered(self, world, offered):
        with pytest.raises(Refused, match="promise_not_agreed"):
            keep_promise(promise=offered, shown="Done", by=world.lena, at=FRIDAY)

    def test_belongs_to_its_owner(self, world, agreed):
        with pytest.raises(Refused, match="not_your_promise"):
            break_promise(promise=agreed, reason="Too much", by=world.theo, at=FRIDAY)

    def test_a_service_manager_may_settle_it(self, world, agreed):
        broken = break_promise(promise=agreed, reason="Parts late", by=world.sam, at=FRIDAY)
        assert (broken.state, broken.settled_why) == ("broken", "Parts late")

    def test_an_end_is_final(self, world, agreed):
        break_promise(promise=agreed, reason="Parts late", by=world.dana, at=FRIDAY)
        with pytest.raises(Refused, match="promise_final"):
            keep_promise(promise=agreed, shown="Done", by=world.dana, at=FRIDAY)

    def test_the_customer_lets_it_go(self, world, agreed):
        gone = release_promise(
            promise=agreed, released_by="Mr Ito", reason="Moved office", by=world.sam, at=FRIDAY
        )
        assert gone.settled_why == "Mr Ito: Moved office"

    def test_another_takes_its_place(self, world, agreed):
        new = offer_promise(
            words="Within eight hours", source=Source.CHANGE_ORDER, by=world.lena, at=MONDAY
        )
        old = replace_promise(
            promise=agreed, replacement=new, reason="Change order", by=world.dana, at=MONDAY
        )
        assert (old.state, old.replaced_by) == ("replaced", new)

    def test_cannot_replace_itself(self, world, agreed):
        with pytest.raises(Refused, match="replaced_by_itself"):
            replace_promise(
                promise=agreed, replacement=agreed, reason="Because", by=world.dana, at=MONDAY
            )

    def test_is_handed_over(self, world, agreed):
        held = hand_over_promise(
            promise=agreed, owner=world.people["theo"], by=world.theo, at=MONDAY
        )
        assert held.owner == world.people["theo"]

    def test_a_risk_is_raised_and_ends_with_the_promise(self, world, agreed):
        risky = raise_risk(promise=agreed, why="Parts late", by=world.theo, at=MONDAY)
        assert (risky.risk, risky.risk_at) == ("Parts late", MONDAY)
        kept = keep_promise(promise=risky, shown="Done", by=world.dana, at=FRIDAY)
        assert (kept.risk, kept.risk_at) == ("", None)


@pytest.mark.parametrize("statement", [
    "update promises_promise set words = 'other' where id = %s",
    "update promises_promise set due_at = null where id = %s",
    "update promises_promise set company_id = null, agreed_at = null where id = %s",
    "delete from promises_promise where id = %s",
    "update promises_promise set state = 'kept' where id = %s",
    "update promises_promise set state = 'nonsense' where id = %s",
])  # fmt: skip
def test_the_database_refuses_what_an_operation_would_never_do(agreed, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [agreed.pk])
    assert Promise.objects.get(pk=agreed.pk).words == agreed.words


def test_the_database_lets_an_offer_change(offered):
    with connection.cursor() as cursor:
        cursor.execute("update promises_promise set words = 'x' where id = %s", [offered.pk])
    assert Promise.objects.get(pk=offered.pk).words == "x"
