"""Which procedures and runs somebody may see, and who may decide about a procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from upheld.foundation.values.period import today
from upheld.people.models import Person
from upheld.playbook.may import May
from upheld.playbook.models import (
    LikePair,
    Procedure,
    Reading,
    Report,
    ReportState,
    Run,
)
from upheld.playbook.rules.likeness import ALIKE_PPM

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor


def visible_procedures(_actor: Actor) -> QuerySet[Procedure]:
    """Give the procedures that somebody of the staff may see: all of them."""
    rows: QuerySet[Procedure] = Procedure.objects.select_related("owner")
    return rows


def listed_procedures(actor: Actor, at: datetime) -> QuerySet[Procedure]:
    """Give the procedures with whether each is out of date, its open reports, and its runs."""
    day = today(at, actor.zone)
    outdated = Q(review_on__lt=day, withdrawn_at=None, revision__gt=0)
    return visible_procedures(actor).annotate(
        is_outdated=ExpressionWrapper(outdated, output_field=BooleanField()),
        open_reports=_count(Report.objects.filter(state=ReportState.OPEN)),
        times_followed=_count(Run.objects.all()),
    )


def _count(rows: QuerySet[Report] | QuerySet[Run]) -> Coalesce:
    of_one = rows.filter(procedure=OuterRef("pk")).order_by().values("procedure")
    return Coalesce(Subquery(of_one.annotate(count=Count("pk")).values("count")), 0)


def visible_runs(_actor: Actor) -> QuerySet[Run]:
    """Give the runs that somebody of the staff may see: all of them."""
    rows: QuerySet[Run] = Run.objects.select_related("procedure", "revision", "begun_by")
    return rows


def visible_reports(_actor: Actor) -> QuerySet[Report]:
    """Give the reports that somebody of the staff may see: all of them."""
    rows: QuerySet[Report] = Report.objects.select_related(
        "procedure", "procedure__owner", "revision", "reported_by", "answered_by", "corrected_in"
    )
    return rows


def may_decide(procedure: Procedure | None, actor: Actor) -> bool:
    """Tell whether somebody may publish a procedure, withdraw it and answer its reports."""
    mine = procedure is not None and procedure.owner_id == actor.person_id
    return actor.may(May.PUBLISH) or (mine and actor.may(May.WRITE))


def readings_waiting(actor: Actor) -> QuerySet[Reading]:
    """Give what somebody was asked to read and has not, of revisions that still hold."""
    rows: QuerySet[Reading] = Reading.objects.filter(
        person_id=actor.person_id or 0, read_at=None, procedure__withdrawn_at=None
    )
    return rows.select_related("procedure", "revision", "asked_by").order_by("asked_at", "pk")


def pairs_alike(of: Procedure | None = None) -> QuerySet[LikePair]:
    """Give pairs that may be on one subject and were not told apart, the likest first."""
    rows: QuerySet[LikePair] = LikePair.objects.filter(
        likeness_ppm__gte=ALIKE_PPM, apart_at=None,
        first__withdrawn_at=None, second__withdrawn_at=None,
    )  # fmt: skip
    if of is not None:
        rows = rows.filter(Q(first=of) | Q(second=of))
    return rows.select_related("first", "second").order_by("-likeness_ppm", "pk")


def staff() -> QuerySet[Person]:
    """Give everybody who works here, by name."""
    rows: QuerySet[Person] = Person.objects.filter(active=True).order_by("name")
    return rows


def subjects() -> list[tuple[str, int]]:
    """Give the subjects there are, with how many procedures in use each has."""
    rows = Procedure.objects.filter(withdrawn_at=None).exclude(subject="").order_by("subject")
    return list(rows.values_list("subject").annotate(count=Count("pk")))
