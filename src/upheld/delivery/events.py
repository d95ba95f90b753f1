"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about deliverables, and what was promised of them."""

    HANDOVER_OPENED = "delivery.handover.opened"
    HANDOVER_COMPLETED = "delivery.handover.completed"
    POINT_ACCEPTED = "delivery.handover.point_accepted"
    POINT_OBJECTED = "delivery.handover.point_objected"
    POINT_GIVEN = "delivery.handover.point_given"
    POINT_REOPENED = "delivery.handover.point_reopened"
    DELIVERABLE_AGREED = "delivery.deliverable.agreed"
    DELIVERABLE_GIVEN = "delivery.deliverable.given"
    DELIVERABLE_STARTED = "delivery.deliverable.started"
    EVIDENCE_ADDED = "delivery.deliverable.evidence_added"
    EVIDENCE_ALTERED = "delivery.deliverable.evidence_altered"
    DELIVERABLE_SUBMITTED = "delivery.deliverable.submitted"
    DELIVERABLE_WITHDRAWN = "delivery.deliverable.withdrawn"
    DELIVERABLE_ACCEPTED = "delivery.deliverable.accepted"
    DELIVERABLE_REJECTED = "delivery.deliverable.rejected"
    CHANGE_ORDER_WISHED = "delivery.change_order.wished"
    CHANGE_ORDER_WRITTEN = "delivery.change_order.written"
    CHANGE_ORDER_CHANGED = "delivery.change_order.changed"
    CHANGE_ORDER_SENT = "delivery.change_order.sent"
    CHANGE_ORDER_SIGNED = "delivery.change_order.signed"
    CHANGE_ORDER_GIVEN_AWAY = "delivery.change_order.given_away"
    CHANGE_ORDER_DECLINED = "delivery.change_order.declined"
    CHANGE_ORDER_WITHDRAWN = "delivery.change_order.withdrawn"
