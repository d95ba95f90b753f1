"""The addresses of delivery."""

from upheld.delivery import ticket_urls, work_urls

urlpatterns = [*ticket_urls.urlpatterns, *work_urls.urlpatterns]
