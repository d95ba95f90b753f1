"""The addresses of delivery."""

from upheld.delivery import ticket_urls

urlpatterns = [*ticket_urls.urlpatterns]
