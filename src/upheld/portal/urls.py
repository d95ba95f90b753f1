"""The addresses of the customer's side."""

from upheld.portal import ticket_urls, work_urls

urlpatterns = [*ticket_urls.urlpatterns, *work_urls.urlpatterns]
