"""The addresses of agreements."""

from django.urls import path

from upheld.agreements.views import agreements, desk, library, parts, proposals, sending

urlpatterns = [
    path("proposals/", proposals.index, name="proposals"),
    path("deals/<int:deal>/proposals/new", proposals.new, name="proposal-new"),
    path("proposals/<int:number>", proposals.detail, name="proposal"),
    path("proposals/<int:number>/edit", proposals.edit, name="proposal-edit"),
    path("proposals/<int:number>/lines/new", parts.line, name="proposal-line-new"),
    path("proposals/<int:number>/lines/<int:pk>", parts.line, name="proposal-line"),
    path(
        "proposals/<int:number>/deliverables/new",
        parts.deliverable,
        name="proposal-deliverable-new",
    ),
    path(
        "proposals/<int:number>/deliverables/<int:pk>",
        parts.deliverable,
        name="proposal-deliverable",
    ),
    path(
        "proposals/<int:number>/deliverables/<int:pk>/estimate",
        desk.estimate,
        name="proposal-estimate",
    ),
    path("proposals/<int:number>/terms/new", parts.term, name="proposal-term-new"),
    path("proposals/<int:number>/terms/<int:pk>", parts.term, name="proposal-term"),
    path(
        "proposals/<int:number>/terms/<int:pk>/alternative",
        parts.alternative,
        name="proposal-alternative",
    ),
    path("proposals/<int:number>/claims", parts.claim, name="proposal-claim"),
    path("proposals/<int:number>/removal", parts.removal, name="proposal-removal"),
    path("proposals/<int:number>/wording", parts.wording, name="proposal-wording"),
    path("proposals/<int:number>/reviews", desk.ask, name="proposal-ask"),
    path("proposals/<int:number>/capacity", desk.capacity, name="proposal-capacity"),
    path("proposals/<int:number>/sending", sending.send, name="proposal-send"),
    path("proposals/<int:number>/revision", sending.revise, name="proposal-revise"),
    path("proposals/<int:number>/withdrawal", sending.withdraw, name="proposal-withdraw"),
    path("proposals/<int:number>/versions/<int:sent>", sending.version, name="proposal-version"),
    path("proposals/<int:number>/questions/<int:pk>", sending.answer, name="proposal-answer"),
    path("services/", library.services, name="services"),
    path("services/new", library.service_new, name="service-new"),
    path("services/<slug:key>", library.service_edit, name="service"),
    path("clauses/", library.clauses, name="clauses"),
    path("clauses/new", library.clause_new, name="clause-new"),
    path("clauses/<slug:key>", library.clause_edit, name="clause"),
    path("agreements/", agreements.index, name="agreements"),
    path("agreements/<int:number>", agreements.detail, name="agreement"),
    path("agreements/<int:number>/document", agreements.document, name="agreement-document"),
    path("agreements/<int:number>/receipt", agreements.receipt, name="agreement-receipt"),
]
