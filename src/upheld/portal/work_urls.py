"""The customer's addresses of work and changes to it."""

from django.urls import path

from upheld.portal.views import changes, deliverables

_WORK = "portal/work/<int:number>"
_CHANGE = "portal/changes/<int:number>"

urlpatterns = [
    path("portal/work/", deliverables.index, name="portal-deliverables"),
    path(_WORK, deliverables.detail, name="portal-deliverable"),
    path(f"{_WORK}/answer", deliverables.answer, name="portal-deliverable-answer"),
    path(f"{_WORK}/evidence/<int:item>", deliverables.evidence_file, name="portal-evidence"),
    path(f"{_WORK}/receipt", deliverables.receipt, name="portal-deliverable-receipt"),
    path("portal/changes/new", changes.wish, name="portal-change-wish"),
    path(_CHANGE, changes.detail, name="portal-change-order"),
    path(f"{_CHANGE}/answer", changes.answer, name="portal-change-order-answer"),
]
