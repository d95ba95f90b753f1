"""Tags: renamed everywhere, merged, retired; counted and found."""

from __future__ import annotations

import pytest
from django.urls import reverse

from upheld.desk.jobs.ticket_tags import write_anew
from upheld.desk.models import TagRule, Ticket, TicketTag
from upheld.desk.operations import ticket_tags
from upheld.desk.operations.ticket_changes import change_ticket
from upheld.desk.operations.ticket_tags import rename_tag, restore_tag, retire_tag
from upheld.desk.operations.tickets import open_ticket
from upheld.desk.queries.ticket_tags import tags_page
from upheld.desk.tests.conftest import MONDAY
from upheld.foundation.actor import system
from upheld.foundation.refusals import Refused

pytestmark = pytest.mark.usefixtures("at_monday")
JSON = "application/json"


@pytest.fixture
def opened(world, acme):
    def of(*tags):
        return open_ticket(title="x", company=acme, tags=tags, by=world.dana, at=MONDAY)

    return of


def counts():
    return {one.tag: one.tickets for one in tags_page().tags}


def test_rows_follow_what_tickets_say(world, opened):
    ticket = opened("vpn", "site a", "vpn")
    opened("vpn")
    assert counts() == {"vpn": 2, "site a": 1}
    change_ticket(ticket=ticket, tags=["site b"], by=world.dana, at=MONDAY)
    assert counts() == {"vpn": 1, "site b": 1}


def test_two_become_one_and_the_old_name_leads_to_the_new(world, opened):
    both, old = opened("vpn", "VPN"), opened("VPN")
    rename_tag(tag="VPN", to="vpn", by=world.sam, at=MONDAY)
    for ticket in (both, old):
        ticket.refresh_from_db()
        assert ticket.tags == ["vpn"]
    assert counts() == {"vpn": 2}
    assert opened("VPN").tags == ["vpn"]
    rename_tag(tag="vpn", to="remote", by=world.sam, at=MONDAY)
    assert opened("VPN").tags == ["remote"]
    rename_tag(tag="remote", to="VPN", by=world.sam, at=MONDAY)
    assert opened("VPN", "vpn", "remote").tags == ["VPN"]
    assert TagRule.objects.count() == 2


def test_many_tickets_are_written_anew_by_a_job(world, opened, monkeypatch):
    monkeypatch.setattr(ticket_tags, "AT_ONCE", 2)
    monkeypatch.setattr("upheld.desk.jobs.ticket_tags.AT_ONCE", 2)
    for _ in range(5):
        opened("old")
    rule = rename_tag(tag="old", to="new", by=world.sam, at=MONDAY)
    assert counts() == {"old": 3, "new": 2}
    said = write_anew(by=system(world.provider.pk), at=MONDAY, rule_id=rule.pk)
    assert said == "3 tickets."
    assert counts() == {"new": 5}
    assert {tuple(one.tags) for one in Ticket.objects.all()} == {("new",)}


def test_a_retired_tag_stays_where_it_is_and_nowhere_else(world, opened):
    ticket = opened("outage")
    retire_tag(tag="outage", by=world.sam, at=MONDAY)
    with pytest.raises(Refused) as no:
        opened("outage")
    assert "tags" in no.value.fields
    kept = change_ticket(ticket=ticket, tags=["outage", "vpn"], by=world.dana, at=MONDAY)
    assert kept.tags == ["outage", "vpn"]
    restore_tag(tag="outage", by=world.sam, at=MONDAY)
    assert opened("outage").tags == ["outage"]
    for wrong in ("", "vpn", "a,b", "x" * 41):
        with pytest.raises(Refused):
            rename_tag(tag="vpn", to=wrong, by=world.sam, at=MONDAY)
    with pytest.raises(Refused) as may_not:
        retire_tag(tag="vpn", by=world.dana, at=MONDAY)
    assert may_not.value.code == "not_allowed"


def test_through_both_doors(world, opened, browser, program):
    opened("VPN")
    sam, dana = browser("sam"), browser("dana")
    assert "VPN" in dana.get(reverse("ticket-tags")).content.decode()
    assert dana.post(reverse("ticket-tag-rename"), {"tag": "VPN", "to": "v"}).status_code == 403
    assert 'value="VPN"' in sam.get(f"{reverse('ticket-tag-rename')}?tag=VPN").content.decode()
    refused = sam.post(reverse("ticket-tag-rename"), {"tag": "VPN", "to": ""})
    assert refused.status_code == 422
    assert sam.post(reverse("ticket-tag-rename"), {"tag": "VPN", "to": "vpn"}).status_code == 303
    listed = dana.get(f"{reverse('tickets')}?tag=vpn").content.decode()
    assert "x" in listed
    assert sam.post(reverse("ticket-tag-retire"), {"tag": "vpn"}).status_code == 303
    assert "Retired" in dana.get(reverse("ticket-tags")).content.decode()
    assert sam.post(reverse("ticket-tag-restore"), {"tag": "vpn"}).status_code == 303
    api, base = program("sam"), "/api/v1/ticket-tags"
    assert api.get(base).json() == [{"tag": "vpn", "tickets": 1, "is_retired": False}]
    renamed = api.post(f"{base}/renaming", {"tag": "vpn", "to": "remote"}, JSON)
    assert renamed.json()[0]["tag"] == "remote"
    assert api.post(f"{base}/retiring", {"tag": "remote"}, JSON).json()[0]["is_retired"] is True
    restored = api.post(f"{base}/restoring", {"tag": "remote"}, JSON)
    assert restored.json()[0]["is_retired"] is False
    assert program("dana").post(f"{base}/retiring", {"tag": "x"}, JSON).status_code == 403
    assert TicketTag.objects.count() == 1
