"""The addresses of people."""

from django.urls import path

from upheld.people.views import account

urlpatterns = [
    path("my-account", account.my_account, name="my-account"),
    path("choose-place", account.choose_place, name="choose-place"),
]
