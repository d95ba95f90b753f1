"""The customer's addresses of proposals and agreements."""

from django.urls import path

from upheld.portal.views import agreements, home, offers, signing

_OFFER = "portal/proposals/<int:number>"
_AGREEMENT = "portal/agreements/<int:number>"

urlpatterns = [
    path("portal/home", home.home, name="portal"),
    path("portal/proposals/", offers.index, name="portal-proposals"),
    path(_OFFER, offers.detail, name="portal-proposal"),
    path(f"{_OFFER}/opening", offers.opened, name="portal-opened"),
    path(f"{_OFFER}/questions", offers.question, name="portal-question"),
    path(f"{_OFFER}/text", offers.text, name="portal-text"),
    path(f"{_OFFER}/signing", signing.sign, name="portal-sign"),
    path(f"{_OFFER}/code", signing.code, name="portal-code"),
    path(f"{_OFFER}/declining", signing.decline, name="portal-decline"),
    path(_AGREEMENT, agreements.detail, name="portal-agreement"),
    path(f"{_AGREEMENT}/document", agreements.document, name="portal-document"),
    path(f"{_AGREEMENT}/receipt", agreements.receipt, name="portal-receipt"),
]
