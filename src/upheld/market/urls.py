"""The addresses of market."""

from django.urls import path

from upheld.market.views import claims

urlpatterns = [
    path("market/", claims.index, name="claims"),
    path("market/new", claims.new, name="claim-new"),
    path("market/<int:number>", claims.detail, name="claim"),
    path("market/<int:number>/edit", claims.edit, name="claim-edit"),
    path("market/<int:number>/judgement", claims.judge, name="claim-judge"),
    path("market/<int:number>/use", claims.take_up, name="claim-take-up"),
    path("market/<int:number>/retirement", claims.retire, name="claim-retire"),
    path("market/<int:number>/override", claims.override, name="claim-override"),
]
