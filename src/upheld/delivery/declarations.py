"""How work is said on a timeline, and found."""

from upheld.delivery.events import Event
from upheld.delivery.may import May
from upheld.delivery.models import ChangeOrder, Deliverable, HandoverPoint, SignOff
from upheld.delivery.models.change_order import STATES as CHANGE_STATES
from upheld.delivery.models.deliverable import STATES
from upheld.foundation.record.sayings import FieldSaid, name_fields, say
from upheld.foundation.search.registry import declare_kind

say(Event.HANDOVER_OPENED, "opened the handover with {points} promises", kind="signed")
say(Event.HANDOVER_COMPLETED, "completed the handover", kind="promise")
say(Event.POINT_ACCEPTED, "agreed to keep a promise of the handover", kind="promise")
say(Event.POINT_OBJECTED, "objected to a promise of the handover", kind="review")
say(Event.POINT_GIVEN, "put a promise of the handover to somebody else", kind="promise")
say(Event.POINT_REOPENED, "asked again about a promise of the handover", kind="review")
say(Event.DELIVERABLE_AGREED, "agreed on “{subject}”", kind="promise")
say(Event.DELIVERABLE_GIVEN, "gave “{subject}” to somebody else", kind="change")
say(Event.DELIVERABLE_STARTED, "began to work on “{subject}”", kind="change")
say(Event.EVIDENCE_ADDED, "attached {evidence}", kind="file")
say(Event.EVIDENCE_ALTERED, "found that a kept file is missing or altered", kind="file")
say(Event.DELIVERABLE_SUBMITTED, "submitted “{subject}”, round {round}", kind="file")
say(Event.DELIVERABLE_WITHDRAWN, "took round {round} of “{subject}” back", kind="change")
say(Event.DELIVERABLE_ACCEPTED, "{said} round {round} of “{subject}”", kind="signed")
say(Event.DELIVERABLE_REJECTED, "{said} round {round} of “{subject}”", kind="signed")
say(Event.CHANGE_ORDER_WISHED, "wished for a change: {subject}", kind="note")
say(Event.CHANGE_ORDER_WRITTEN, "wrote change order {number}: {subject}", kind="note")
say(Event.CHANGE_ORDER_CHANGED, "changed the change order “{subject}”")
say(Event.CHANGE_ORDER_SENT, "sent the change order “{subject}” to the customer", kind="mail")
say(Event.CHANGE_ORDER_SIGNED, "agreed to the change order “{subject}”", kind="signed")
say(Event.CHANGE_ORDER_GIVEN_AWAY, "gave “{subject}” away", kind="money")
say(Event.CHANGE_ORDER_DECLINED, "declined the change order “{subject}”", kind="signed")
say(Event.CHANGE_ORDER_WITHDRAWN, "withdrew the change order “{subject}”")

name_fields(
    Deliverable,
    state=FieldSaid("State", titles=STATES),
    owner=FieldSaid("Owner"),
    rounds=FieldSaid("Rounds"),
)
name_fields(ChangeOrder, state=FieldSaid("State", titles=CHANGE_STATES))
name_fields(HandoverPoint, state=FieldSaid("Standing"), asked=FieldSaid("Asked"))
name_fields(SignOff, state=FieldSaid("Standing"))
declare_kind("deliverable", "Deliverables", icon="package", may=May.SEE_DELIVERABLES)
declare_kind("change_order", "Change orders", icon="file-text", may=May.SEE_DELIVERABLES)
