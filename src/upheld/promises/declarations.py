"""How promises are said on a timeline, and found."""

from upheld.foundation.record.sayings import FieldSaid, name_fields, say
from upheld.foundation.search.registry import declare_command, declare_kind
from upheld.promises.events import Event
from upheld.promises.may import May
from upheld.promises.models import Promise

say(Event.OFFERED, "offered a promise: {subject}", kind="promise")
say(Event.OFFER_CHANGED, "changed the offer “{subject}”", kind="promise")
say(Event.AGREED, "agreed to keep “{subject}”", kind="promise")
say(Event.HANDED_OVER, "gave “{subject}” to somebody else to keep", kind="promise")
say(Event.RISK_RAISED, "said that “{subject}” is at risk", kind="promise")
say(Event.RISK_CLEARED, "said that “{subject}” is no longer at risk", kind="promise")
say(Event.KEPT, "kept “{subject}”", kind="promise")
say(Event.BROKEN, "did not keep “{subject}”", kind="promise")
say(Event.REPLACED, "put another promise in the place of “{subject}”", kind="promise")
say(Event.RELEASED, "noted that “{subject}” was let go", kind="promise")

name_fields(
    Promise,
    owner=FieldSaid("Keeps it"),
    due_at=FieldSaid("Due"),
    shown=FieldSaid("Shown by"),
    settled_why=FieldSaid("Why"),
    **{
        name: FieldSaid("", shown=False)
        for name in ("state", "agreed_at", "settled_at", "settled_by_id", "risk_at")
    },
)
declare_kind("promise", "Promises", icon="circle-check", may=May.SEE_PROMISES)
declare_command("New promise", "promise-new", May.MAKE_PROMISES)
