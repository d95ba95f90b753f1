"""The catalogue's addresses."""

from django.urls import path

from upheld.measures import views

urlpatterns = [
    path("measures/", views.index, name="measures"),
    path("measures/<slug:key>", views.detail, name="measure"),
    path("measures/<slug:key>/again", views.again, name="measure-again"),
]
