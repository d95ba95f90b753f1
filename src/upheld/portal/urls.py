"""The addresses of the customer's side."""

from upheld.portal import offer_urls, ticket_urls, work_urls

urlpatterns = [*offer_urls.urlpatterns, *ticket_urls.urlpatterns, *work_urls.urlpatterns]
