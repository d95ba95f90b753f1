"""The addresses of handovers, deliverables and change orders."""

from django.urls import path

from upheld.delivery.views import change_orders, deliverables, handovers

_WORK = "deliverables/<int:number>"
_POINT = "handovers/<int:number>/points/<int:point>"
_CHANGE = "change-orders/<int:number>"

urlpatterns = [
    path("deliverables/", deliverables.index, name="deliverables"),
    path(_WORK, deliverables.detail, name="deliverable"),
    path(f"{_WORK}/start", deliverables.start, name="deliverable-start"),
    path(f"{_WORK}/evidence", deliverables.evidence, name="deliverable-evidence"),
    path(f"{_WORK}/evidence/<int:item>", deliverables.evidence_file, name="evidence-file"),
    path(f"{_WORK}/submission", deliverables.submit, name="deliverable-submit"),
    path(f"{_WORK}/withdrawal", deliverables.withdraw, name="deliverable-withdraw"),
    path(f"{_WORK}/owner", deliverables.give, name="deliverable-give"),
    path("handovers/", handovers.index, name="handovers"),
    path("handovers/<int:number>", handovers.detail, name="handover"),
    path(f"{_POINT}/acceptance", handovers.accept, name="handover-accept"),
    path(f"{_POINT}/objection", handovers.objection, name="handover-object"),
    path(f"{_POINT}/owner", handovers.give, name="handover-give"),
    path("change-orders/", change_orders.index, name="change-orders"),
    path(
        "tickets/<int:number>/change-order", change_orders.from_ticket, name="ticket-change-order"
    ),
    path("work/<int:number>/change-orders/new", change_orders.new, name="change-order-new"),
    path(_CHANGE, change_orders.detail, name="change-order"),
    path(f"{_CHANGE}/edit", change_orders.edit, name="change-order-edit"),
    path(f"{_CHANGE}/sending", change_orders.send, name="change-order-send"),
    path(f"{_CHANGE}/gift", change_orders.give_away, name="change-order-give-away"),
    path(f"{_CHANGE}/withdrawal", change_orders.withdraw, name="change-order-withdraw"),
]
