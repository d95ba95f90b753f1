"""The provider's own fields: asked, required, found by, kept when retired."""

from __future__ import annotations

import pytest

from upheld.desk.models import Ticket, TicketAnswer
from upheld.desk.operations.ticket_fields import (
    FieldWords,
    answer_fields,
    keep_field,
    restore_field,
    retire_field,
)
from upheld.desk.operations.ticket_states import resolve_ticket
from upheld.desk.operations.tickets import Arrival, open_ticket
from upheld.desk.tests.conftest import MONDAY
from upheld.foundation.actor import system
from upheld.foundation.models.record import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.timekeeping.operations.capture import capture


@pytest.fixture
def asset(world):
    return keep_field(words=FieldWords("Asset number", wanted="opening"), by=world.sam, at=MONDAY)


@pytest.fixture
def cause(world):
    words = FieldWords("Cause", "choice", ["Wear", "Mistake"], "closing")
    return keep_field(words=words, by=world.sam, at=MONDAY)


def test_what_is_required_at_the_opening_is_asked_where_there_is_a_form(world, acme, asset):
    with pytest.raises(Refused) as no:
        open_ticket(title="x", company=acme, by=world.dana, at=MONDAY, arrival=Arrival(answers={}))
    assert f"field_{asset.pk}" in no.value.fields
    ticket = open_ticket(title="x", company=acme, by=world.dana, at=MONDAY,
                         arrival=Arrival(answers={asset.pk: " A 17 "}))  # fmt: skip
    assert ticket.answers == {str(asset.pk): "A 17"}
    assert TicketAnswer.objects.get().value == "A 17"
    # A line is quicker than a form: it is asked before the ticket is resolved.
    capture(line="acme vpn down 25m", start_timer=False, by=world.dana, at=MONDAY)
    assert Ticket.objects.count() == 2


def test_nothing_is_resolved_before_it_is_filled_in(world, vpn, asset, cause):
    with pytest.raises(Refused) as no:
        resolve_ticket(ticket=vpn, by=world.dana, at=MONDAY)
    assert no.value.code == "fields_missing"
    assert [one.why for one in no.value.reasons] == [
        "“Asset number” is empty.", "“Cause” is empty.",
    ]  # fmt: skip
    said = {asset.pk: "A 17", cause.pk: "wear"}
    answer_fields(ticket=vpn, answers=said, by=world.dana, at=MONDAY)
    assert resolve_ticket(ticket=vpn, by=world.dana, at=MONDAY).state == "resolved"


def test_what_resolves_by_itself_is_not_held_up(world, vpn, cause):
    monitor = system(world.provider.pk)
    done = resolve_ticket(ticket=vpn, by=monitor, at=MONDAY, automatic=True)
    assert done.state == "resolved"


def test_answers_change_are_found_by_and_go(world, vpn, asset, cause):
    said = {asset.pk: "A 17", cause.pk: "Mistake"}
    answer_fields(ticket=vpn, answers=said, by=world.dana, at=MONDAY)
    changed = answer_fields(ticket=vpn, answers={asset.pk: "B 2", cause.pk: ""}, by=world.dana,
                            at=MONDAY)  # fmt: skip
    assert changed.answers == {str(asset.pk): "B 2"}
    assert list(TicketAnswer.objects.values_list("field", "value")) == [(asset.pk, "B 2")]
    again = answer_fields(ticket=vpn, answers={asset.pk: "B 2"}, by=world.dana, at=MONDAY)
    assert again.version == changed.version
    with pytest.raises(Refused):
        answer_fields(ticket=vpn, answers={cause.pk: "Weather"}, by=world.dana, at=MONDAY)
    with pytest.raises(Refused):
        answer_fields(ticket=vpn, answers={99_999: "x"}, by=world.dana, at=MONDAY)
    told = RecordEntry.objects.filter(event="desk.ticket.answered")
    assert told.count() == 2


def test_a_retired_field_keeps_its_values_and_is_asked_no_longer(world, vpn, cause):
    answer_fields(ticket=vpn, answers={cause.pk: "Wear"}, by=world.dana, at=MONDAY)
    other = FieldWords("Cause", "text")
    with pytest.raises(Refused) as no:
        keep_field(words=other, field=cause, by=world.sam, at=MONDAY)
    assert no.value.code == "field_in_use"
    retired = retire_field(field=cause, by=world.sam, at=MONDAY)
    assert Ticket.objects.get().answers == {str(cause.pk): "Wear"}
    with pytest.raises(Refused):
        answer_fields(ticket=vpn, answers={cause.pk: "Mistake"}, by=world.dana, at=MONDAY)
    resolve_ticket(ticket=vpn, by=world.dana, at=MONDAY)
    newer = keep_field(words=other, by=world.sam, at=MONDAY)
    with pytest.raises(Refused) as twice:
        restore_field(field=retired, by=world.sam, at=MONDAY)
    assert "name" in twice.value.fields
    retire_field(field=newer, by=world.sam, at=MONDAY)
    assert restore_field(field=retired, by=world.sam, at=MONDAY).retired_at is None


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"kind": "colour"}, {"kind": "choice"}, {"wanted": "always"}, {"place": -1}],
)
def test_a_field_that_nobody_could_fill_in_is_refused(world, wrong):
    with pytest.raises(Refused):
        keep_field(words=FieldWords(**{"name": "Asset", **wrong}), by=world.sam, at=MONDAY)
    with pytest.raises(Refused) as no:
        keep_field(words=FieldWords("Asset"), by=world.dana, at=MONDAY)
    assert no.value.code == "not_allowed"
