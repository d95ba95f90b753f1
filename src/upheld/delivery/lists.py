"""The lists of deliverables, handovers and change orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from upheld.customers.lists import by_customer
from upheld.delivery.models import ChangeOrder, Deliverable, Handover
from upheld.delivery.models.change_order import STATES as CHANGE_STATES
from upheld.delivery.models.deliverable import STATES
from upheld.delivery.queries.deliverables import LIGHTS
from upheld.delivery.rules.change_orders import ChangeOrderState
from upheld.delivery.rules.deliverables import DeliverableState
from upheld.foundation.lists import (
    ByChoice,
    ByDays,
    ByNumber,
    ByPerson,
    ByText,
    ByYesNo,
    Kind,
    ListColumn,
    ListOf,
    Pill,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

TONES: Mapping[DeliverableState, str] = {
    DeliverableState.IN_WORK: "info",
    DeliverableState.SUBMITTED: "accent",
    DeliverableState.REJECTED: "bad",
    DeliverableState.ACCEPTED: "good",
    DeliverableState.DEEMED_ACCEPTED: "good",
}
CHANGE_TONES: Mapping[ChangeOrderState, str] = {
    ChangeOrderState.SENT: "accent",
    ChangeOrderState.SIGNED: "good",
    ChangeOrderState.DECLINED: "bad",
}


def state_pill(deliverable: Deliverable) -> Pill:
    """Show a deliverable's state; a deemed acceptance never looks like a spoken one."""
    return Pill(deliverable.get_state_display(), TONES.get(deliverable.stands, "neutral"))


def change_pill(order: ChangeOrder) -> Pill:
    """Show a change order's state."""
    if order.is_wish and order.stands is ChangeOrderState.DRAFT:
        return Pill("Wish", "warn")
    return Pill(order.get_state_display(), CHANGE_TONES.get(order.stands, "neutral"))


DELIVERABLES: ListOf[Deliverable] = ListOf(
    key="deliverables",
    title="Deliverables",
    noun="deliverable",
    route="deliverables",
    url=lambda one: reverse("deliverable", args=[one.number]),
    order="due_on",
    opens_with="open=yes",
    about="What was signed to be done, by when, by whom, and what shows that it was.",
    example="Mail of 20 people moved, due 29 May, shown by a log; Dana does it.",
    columns=(
        ListColumn("number", "No.", lambda d: d.number, Kind.NUMBER, sort="number", shown=False),
        ListColumn(
            "title", "Deliverable", lambda d: d.title, sort="title", link=True,
            hint=lambda d: d.company.name,
        ),
        ListColumn("light", "Standing", lambda d: d.light, Kind.LIGHT, sort="light"),  # type: ignore[attr-defined]
        ListColumn("state", "State", state_pill, Kind.STATUS, sort="state"),
        ListColumn("due", "Due", lambda d: d.due_on, Kind.DAY, sort="due_on"),
        ListColumn("owner", "Owner", lambda d: d.owner.name if d.owner else "", Kind.PERSON),
        ListColumn(
            "estimate", "Estimate", lambda d: d.estimate_seconds, Kind.EFFORT,
            sort="estimate_seconds",
        ),
        ListColumn(
            "actual", "Actual", lambda d: d.actual_seconds, Kind.EFFORT, sort="actual_seconds"  # type: ignore[attr-defined]
        ),
        ListColumn("price", "Price", lambda d: d.price, Kind.MONEY, sort="price_minor"),
        ListColumn("rounds", "Rounds", lambda d: d.rounds, Kind.NUMBER, sort="rounds", shown=False),
        ListColumn("function", "Function", lambda d: d.function, sort="function", shown=False),
        ListColumn(
            "finished", "Finished", lambda d: d.finished_at, Kind.DAY, sort="finished_at",
            shown=False,
        ),
    ),
    filters=(
        ByText("title", "criterion", "company__name"),
        ByYesNo("open", "Open", Q(finished_at__isnull=True) & ~Q(state="dropped")),
        ByChoice("standing", "Standing", "light", choices=LIGHTS),
        ByChoice("state", "State", "state", choices=STATES),
        ByPerson("owner", "Owner", "owner_id"),
        ByDays("due", "Due", "due_on"),
        ByNumber("price", "Price", "price_minor", Kind.MONEY),
        by_customer(),
    ),
)  # fmt: skip

HANDOVERS: ListOf[Handover] = ListOf(
    key="handovers",
    title="Handovers",
    noun="handover",
    route="handovers",
    url=lambda one: reverse("handover", args=[one.number]),
    order="-opened_at",
    opens_with="open=yes",
    about="What was signed passes from those who sold it to those who keep it, promise by promise.",
    example="Workplaces for Acme: 5 of 7 promises agreed, one objection.",
    columns=(
        ListColumn("number", "No.", lambda h: h.number, Kind.NUMBER, sort="number", shown=False),
        ListColumn(
            "sow", "Statement of work", lambda h: h.sow.title, link=True,
            hint=lambda h: h.company.name,
        ),
        ListColumn("opened", "Signed", lambda h: h.opened_at, Kind.DAY, sort="opened_at"),
        ListColumn("agreed", "Agreed", lambda h: h.agreed, Kind.NUMBER, sort="agreed"),  # type: ignore[attr-defined]
        ListColumn("waiting", "Waiting", lambda h: h.waiting, Kind.NUMBER, sort="waiting"),  # type: ignore[attr-defined]
        ListColumn("objected", "Objections", lambda h: h.objected, Kind.NUMBER, sort="objected"),  # type: ignore[attr-defined]
        ListColumn(
            "completed", "Complete", lambda h: h.completed_at, Kind.DAY, sort="completed_at"
        ),
    ),
    filters=(
        ByText("sow__title", "company__name"),
        ByYesNo("open", "Open", Q(completed_at__isnull=True)),
        ByDays("opened", "Signed", "opened_at"),
        by_customer(),
    ),
)  # fmt: skip

CHANGE_ORDERS: ListOf[ChangeOrder] = ListOf(
    key="change-orders",
    title="Change orders",
    noun="change order",
    route="change-orders",
    url=lambda one: reverse("change-order", args=[one.number]),
    order="-written_at",
    about="What was wanted beyond the statement of work, paid for or given away, and who said yes.",
    example="A second alarm line for Acme, £180, asked for by Carla.",
    columns=(
        ListColumn("number", "No.", lambda c: c.number, Kind.NUMBER, sort="number"),
        ListColumn(
            "title", "Change", lambda c: c.title, sort="title", link=True,
            hint=lambda c: c.company.name,
        ),
        ListColumn("state", "State", change_pill, Kind.STATUS, sort="state"),
        ListColumn("price", "Price", lambda c: c.price, Kind.MONEY, sort="price_minor"),
        ListColumn("effort", "Effort", lambda c: c.cost_seconds, Kind.EFFORT, sort="cost_seconds"),
        ListColumn("due", "Due", lambda c: c.due_on, Kind.DAY, sort="due_on"),
        ListColumn("because", "Not billed because", lambda c: c.unbilled_because, shown=False),
        ListColumn("by", "Written by", lambda c: str(c.written_by or ""), Kind.PERSON),
        ListColumn("written", "Written", lambda c: c.written_at, Kind.DAY, sort="written_at"),
    ),
    filters=(
        ByText("title", "criterion", "company__name"),
        ByChoice("state", "State", "state", choices=CHANGE_STATES),
        ByYesNo("free", "Given away", Q(price_minor=0)),
        ByPerson("by", "Written by", "written_by_id"),
        ByDays("due", "Due", "due_on"),
        by_customer(),
    ),
)  # fmt: skip
