"""What people meet of this package elsewhere: how its events are said on a timeline."""

from __future__ import annotations

from upheld.foundation.record.sayings import FieldSaid, name_fields, say
from upheld.people.events import Event
from upheld.people.may import May
from upheld.people.models import Person

say(Event.PERSON_ADDED, "added this person")
say(Event.PERSON_CHANGED, "changed this person")
say(Event.PERSON_DEACTIVATED, "ended this person's access")
say(Event.PAY_SET, "set the pay", kind="money", may=May.SEE_PAY)
say(Event.FUNCTION_GIVEN, "gave the function {function}")
say(Event.SCHEDULE_SET, "set the working hours")
say(Event.LEAVE_ENTERED, "entered leave")
say(Event.TOKEN_ISSUED, "issued a token")
say(Event.TOKEN_REVOKED, "revoked a token")

name_fields(Person, active=FieldSaid("Works here"), left_on=FieldSaid("Last day"))
