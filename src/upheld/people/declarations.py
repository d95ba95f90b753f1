"""What people meet of this package elsewhere: how its events are said on a timeline."""

from __future__ import annotations

from upheld.foundation.record.sayings import FieldSaid, name_fields, say
from upheld.foundation.search.registry import declare_command, declare_kind
from upheld.people.events import Event
from upheld.people.may import May
from upheld.people.models import CompanySettings, Person
from upheld.people.rules.policies import POLICIES

say(Event.COMPANY_FOUNDED, "founded the company")
say(Event.COMPANY_CHANGED, "changed the company’s settings")
say(Event.POLICIES_PLANNED, "decided what the company wants from {holds_from} on")
say(Event.PLAN_WITHDRAWN, "withdrew what was to hold from {holds_from}")
say(Event.PLAN_HELD, "let hold what was planned for {holds_from}")
say(Event.PLAN_REFUSED, "could not let hold what was planned for {holds_from}")
say(Event.PERSON_ADDED, "added this person")
say(Event.PERSON_CHANGED, "changed this person")
say(Event.PERSON_DEACTIVATED, "ended this person's access")
say(Event.PERSON_INVITED, "invited this person by mail", kind="mail")
say(Event.PERSON_READMITTED, "let this person in again")
say(Event.PAY_SET, "set the pay", kind="money", may=May.SEE_PAY)
say(Event.ADDRESS_CHANGED, "changed the address that this person signs in with")
say(Event.TEAM_FORMED, "formed the team {subject}")
say(Event.FUNCTION_GIVEN, "gave this person the function {function}")
say(Event.FUNCTION_ENDED, "ended the function {function}")
say(Event.SCHEDULE_SET, "set the working hours")
say(Event.DAY_FORGOTTEN, "took back what was set for {on}")
say(Event.LEAVE_ENTERED, "entered leave from {first_on} to {last_on}")
say(Event.LEAVE_CANCELLED, "took back leave from {first_on} to {last_on}")
say(Event.TOKEN_ISSUED, "issued a token")
say(Event.TOKEN_REVOKED, "revoked a token")

name_fields(Person, active=FieldSaid("Works here"), left_on=FieldSaid("Last day"))
name_fields(
    CompanySettings,
    changes=FieldSaid("Changes", shown=False),
    zone=FieldSaid("Time zone"),
    subdivision=FieldSaid("Region"),
    mfa_required=FieldSaid("A second step at sign-in"),
    usual_hours=FieldSaid("Usual working hours"),
    **{key: FieldSaid(one.title) for key, one in POLICIES.items()},
)
declare_kind("person", "People", icon="user", may=May.SEE_PEOPLE)
declare_command("New person", "person-new", May.MANAGE_PEOPLE)
declare_command("My account", "my-account", None, icon="lock", group="Go to")
