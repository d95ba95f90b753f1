"""Pages of deliverables: the list, one of them, and what is done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.delivery.forms.deliverables import KIND_CHOICES, EvidenceForm, GiveForm, ReasonForm
from upheld.delivery.lists import DELIVERABLES
from upheld.delivery.may import May
from upheld.delivery.models import EvidenceItem
from upheld.delivery.operations.deliverables import (
    give_deliverable,
    start_deliverable,
    submit_deliverable,
    withdraw_submission,
)
from upheld.delivery.operations.evidence import Upload, add_evidence
from upheld.delivery.queries.deliverables import (
    deliverable_page,
    visible_deliverables,
    with_lights,
)
from upheld.delivery.queries.people_to_ask import people_who_deliver
from upheld.delivery.rules.evidence import EvidenceKind
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.files.handing_out import hand_out
from upheld.foundation.files.kinds import MOST_BYTES
from upheld.foundation.forms import seen_version
from upheld.foundation.lists import show_list
from upheld.foundation.operation import find
from upheld.foundation.panels import panels_of
from upheld.foundation.timeline import timeline_of
from upheld.people.models import Person

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpResponse

    from upheld.delivery.models import Deliverable
    from upheld.foundation.doors.request import Request


@screen(May.SEE_DELIVERABLES)
def index(request: Request) -> HttpResponse:
    """List the deliverables."""
    rows = visible_deliverables(request.actor).select_related("company", "owner")
    return show_list(request, DELIVERABLES, with_lights(rows, request.at, request.actor.zone))


@screen(May.SEE_DELIVERABLES)
def detail(request: Request, number: int) -> HttpResponse:
    """Show a deliverable: said against done, estimate against actual, evidence, rounds."""
    found = _with_light(request, number)
    page = deliverable_page(found, request.actor)
    return show(
        request,
        "delivery/deliverable.html",
        page=page,
        people=people_who_deliver() if page.may_give else [],
        kinds=KIND_CHOICES,
        panels=panels_of(found, request),
        timeline=timeline_of(found, request.actor),
    )


@screen(May.WORK_ON_DELIVERABLES, methods=["POST"])
def start(request: Request, number: int) -> HttpResponse:
    """Begin to work on it."""
    start_deliverable(
        deliverable=_deliverable(request, number), seen=seen_version(request),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return go(request, "deliverable", number=number, notice="In work.")


@screen(May.WORK_ON_DELIVERABLES, methods=["GET", "POST"])
def evidence(request: Request, number: int) -> HttpResponse:
    """Attach what shows it done."""
    found = _deliverable(request, number)
    if request.method == "POST":
        values = EvidenceForm.read(request)
        sent = values.pop("file")
        upload = Upload(sent.name, sent.read(MOST_BYTES + 1)) if sent else None
        values["kind"] = EvidenceKind(values["kind"])
        add_evidence(deliverable=found, upload=upload, by=request.actor, at=request.at, **values)
        return go(request, "deliverable", number=number, notice="The evidence is attached.")
    return show(
        request, "delivery/evidence_form.html", deliverable=found, kinds=KIND_CHOICES,
        most=MOST_BYTES,
    )  # fmt: skip


@screen(May.SEE_DELIVERABLES)
def evidence_file(request: Request, number: int, item: int) -> HttpResponse:
    """Hand out a file as it was attached; never shown in place, so that nothing in it acts."""
    found = _deliverable(request, number)
    rows = EvidenceItem.objects.filter(deliverable=found).exclude(file="")
    return hand_out(find(rows, pk=item))


@screen(May.WORK_ON_DELIVERABLES, methods=["POST"])
def submit(request: Request, number: int) -> HttpResponse:
    """Put it before the customer."""
    submit_deliverable(
        deliverable=_deliverable(request, number), seen=seen_version(request),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return go(request, "deliverable", number=number, notice="The customer can sign it off now.")


@screen(May.WORK_ON_DELIVERABLES, methods=["POST"])
def withdraw(request: Request, number: int) -> HttpResponse:
    """Take it back before the customer answered."""
    reason = ReasonForm.read(request)["reason"]
    withdraw_submission(
        deliverable=_deliverable(request, number), reason=reason, by=request.actor, at=request.at
    )
    return go(request, "deliverable", number=number, notice="Taken back; it is in work again.")


@screen(May.GIVE_DELIVERABLES, methods=["POST"])
def give(request: Request, number: int) -> HttpResponse:
    """Let somebody else do it."""
    values = GiveForm.read(request)
    person = find(Person.objects.filter(active=True), pk=values["person"])
    give_deliverable(
        deliverable=_deliverable(request, number), person=person, reason=values["reason"],
        by=request.actor, at=request.at,
    )  # fmt: skip
    return go(request, "deliverable", number=number, notice=f"{person.name} does it now.")


def _deliverable(request: Request, number: int) -> Deliverable:
    return find(visible_deliverables(request.actor), number=number)


def _with_light(request: Request, number: int) -> Any:
    rows = visible_deliverables(request.actor).select_related(
        "company", "owner", "promise", "promise__promised_by", "sow", "sow__agreement",
        "estimator", "change_order",
    )  # fmt: skip
    return find(with_lights(rows, request.at, request.actor.zone), number=number)
