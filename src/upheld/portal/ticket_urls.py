"""The addresses of a customer's own tickets."""

from django.urls import path

from upheld.portal.views import tickets

urlpatterns = [
    path("portal/tickets/", tickets.index, name="portal-tickets"),
    path("portal/tickets/new", tickets.new, name="portal-ticket-new"),
    path("portal/tickets/<int:number>", tickets.detail, name="portal-ticket"),
    path("portal/tickets/<int:number>/rating", tickets.rate, name="portal-ticket-rate"),
    path("portal/tickets/<int:number>/files/<int:pk>", tickets.file, name="portal-ticket-file"),
]
