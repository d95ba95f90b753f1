"""The addresses of the customer's side."""

from upheld.portal import ticket_urls

urlpatterns = [*ticket_urls.urlpatterns]
