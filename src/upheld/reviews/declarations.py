"""How reviews are said on a timeline, and found."""

from upheld.foundation.record.sayings import FieldSaid, name_fields, say
from upheld.foundation.search.registry import declare_kind
from upheld.reviews.events import Event
from upheld.reviews.may import May
from upheld.reviews.models import Review

say(Event.ASKED, "asked for a review: {subject}", kind="review")
say(Event.ANSWERED, "answered a review: {subject}", kind="review")
say(Event.ALTERNATIVE_TAKEN, "took the alternative that was offered", kind="review")
say(Event.DELEGATED, "passed the review on", kind="review")
say(Event.REMINDED, "sent a reminder of a review", kind="mail")
say(Event.WITHDRAWN, "withdrew the review “{subject}”", kind="review")

name_fields(
    Review,
    state=FieldSaid("State"),
    asked=FieldSaid("Asked of"),
    answer_reason=FieldSaid("Reason"),
    turnaround_seconds=FieldSaid("Took"),
    unease=FieldSaid("Unease"),
    **{
        name: FieldSaid("", shown=False)
        for name in ("answered_at", "answered_by_id", "remind_at", "closed_at")
    },
)
declare_kind("review", "Reviews", icon="stamp", may=May.SEE_REVIEWS)
