from __future__ import annotations

import json

import pytest

from upheld.connections.rules.kinds import KINDS
from upheld.connections.rules.mapping import MappingFault, from_json, to_json
from upheld.connections.rules.proposing import propose, words_of
from upheld.connections.rules.records import RECORDS
from upheld.connections.rules.shipped import recognise, shipped_mappings

DEALS = {
    "name": "mine", "title": "Mine", "kind": "deals", "system": "mine", "currency": "USD",
    "uses": [
        {"field": "source_id", "column": "No"},
        {"field": "outcome", "column": "Stage", "meanings": {"Closed won": "won"}},
        {"field": "value", "column": "Sum", "decimal": ","},
    ],
}  # fmt: skip


def changed(**parts: object) -> dict[str, object]:
    return {**DEALS, **parts}


@pytest.mark.parametrize("mapping", shipped_mappings(), ids=lambda one: one.name)
def test_shipped_mappings_survive_being_saved(mapping) -> None:
    assert from_json(json.loads(json.dumps(to_json(mapping)))) == mapping


def test_the_shipped_mappings_have_names_of_their_own() -> None:
    names = [mapping.name for mapping in shipped_mappings()]
    assert len(names) == len(set(names)) == 8


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (changed(kind="pets"), "unknown_kind"),
        (changed(currency="XXX"), "unknown_currency"),
        (changed(zone="Mars/Olympus"), "unknown_zone"),
        (changed(zone="../../etc/passwd"), "unknown_zone"),
        (changed(uses=[{"field": "colour", "column": "x"}]), "unknown_field"),
        (changed(uses=[*DEALS["uses"], {"field": "value", "column": "x"}]), "field_twice"),
        (changed(uses=[{"field": "value", "column": "x", "order": "ydm"}]), "unknown_order"),
        (changed(uses=[{"field": "value", "column": "x", "decimal": ";"}]), "unknown_mark"),
        (changed(uses=[{"field": "value", "column": "x", "unit": "moons"}]), "unknown_unit"),
        (changed(uses=[{"field": "outcome", "column": "x", "meanings": {"a": "b"}}]),
         "unknown_choice"),
        (changed(uses=[{"field": "value"}]), "malformed"),
        (changed(uses=[{"field": "value", "column": "x", "run": "rm"}]), "malformed"),
        (changed(kept=[{"column": "x", "type": "money"}]), "unknown_type"),
        (changed(identity=["colour"]), "unknown_field"),
        (changed(kind="companies", uses=[{"field": "city", "column": "x"}]), "field_missing"),
        (changed(surprise=1), "malformed"),
    ],
)  # fmt: skip
def test_an_edited_mapping_is_checked(data: dict[str, object], code: str) -> None:
    with pytest.raises(MappingFault) as caught:
        from_json(data)
    assert caught.value.code == code


def test_every_field_of_every_kind_has_its_place_in_the_record() -> None:
    for kind, fields in KINDS.items():
        places = set(RECORDS[kind].__dataclass_fields__)
        elsewhere = {"source_id", "ticket", "at", "revision", "by", "activity"}
        named = {field.name for field in fields} - (elsewhere if kind != "time" else {"source_id"})
        assert named <= places, kind


class TestRecognising:
    def test_a_known_header_finds_its_mapping_whatever_the_order(self) -> None:
        header = ["sales_price", "series", "product", "more"]
        known = recognise(header)
        assert known is not None
        assert known.name == "maven-products"

    def test_an_unknown_header_finds_none(self) -> None:
        assert recognise(["name", "mail"]) is None


class TestProposing:
    def test_takes_names_that_other_systems_use_and_says_why(self) -> None:
        header = ["Account Name", "Industry", "Number of Employees", "Mood"]
        proposal = propose("companies", header, [["Acme", "retail", "12", "good"]])
        assert {use.field: use.column for use in proposal.mapping.uses} == {
            "name": "Account Name", "sector": "Industry", "headcount": "Number of Employees",
        }  # fmt: skip
        assert proposal.unmapped == ("Mood",)
        assert proposal.missing == ()
        assert "another name" in proposal.reasons["name"]
        assert proposal.mapping.identity == ("name",)

    def test_passes_over_a_column_whose_values_say_otherwise(self) -> None:
        proposal = propose("companies", ["name", "employees"], [["A", "many"], ["B", "few"]])
        assert [use.field for use in proposal.mapping.uses] == ["name"]
        assert "passed over for headcount" in proposal.reasons["employees"]

    def test_names_what_is_missing(self) -> None:
        proposal = propose("time", ["user", "hours"], [["ana", "1.5"]])
        assert proposal.missing == ("starts_on",)

    def test_reads_the_unit_of_effort_from_the_column(self) -> None:
        proposal = propose("time", ["User", "Minutes", "Date"], [["ana", "90", "2016-01-01"]])
        [effort] = [use for use in proposal.mapping.uses if use.field == "effort"]
        assert effort.unit == "minutes"

    def test_prefers_what_ships(self) -> None:
        header = ["sales_agent", "manager", "regional_office"]
        assert propose("people", header, []).mapping.name == "maven-sales-teams"

    def test_knows_columns_of_hubspot_and_zendesk(self) -> None:
        hubspot = ["id", "property_subject", "property_content", "property_createdate"]
        fields = {use.field for use in propose("tickets", hubspot, []).mapping.uses}
        assert fields == {"source_id", "subject", "description", "opened_at"}
        zendesk = ["id", "created_at", "status", "subject", "organization_id", "assignee_id"]
        fields = {use.field for use in propose("tickets", zendesk, []).mapping.uses}
        assert fields == {"source_id", "opened_at", "state", "subject", "company", "assignee"}


@pytest.mark.parametrize("name", ["AccountName", "account_name", "Account Name", "account-name"])
def test_names_are_compared_by_their_words(name: str) -> None:
    assert words_of(name) == "account name"


@pytest.mark.parametrize(
    ("field", "values", "taken"),
    [
        ("closed_on", ["2016-01-01", "2/29/2016"], True),
        ("closed_on", ["soon", "later"], False),
        ("value", ["$1,250.00", "€ 3"], True),
        ("value", ["0.75%", "lots"], False),
    ],
)
def test_a_sample_decides_whether_a_column_can_be_what_its_name_says(
    field: str, values: list[str], taken: bool
) -> None:
    column = {"closed_on": "Close Date", "value": "Amount"}[field]
    proposal = propose("deals", [column], [[value] for value in values])
    assert [use.field for use in proposal.mapping.uses] == ([field] if taken else [])


@pytest.mark.parametrize(
    ("kind", "header", "identity"),
    [
        ("contacts", ["name", "email"], ("email",)),
        ("contacts", ["name"], ()),
        ("deals", ["id", "name"], ()),
        ("ticket-events", ["ticket id", "timestamp", "action"], ("ticket", "at", "activity")),
    ],
)
def test_what_names_a_record_is_proposed(kind, header, identity) -> None:
    assert propose(kind, header, []).mapping.identity == identity
