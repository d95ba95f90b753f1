"""The promises' addresses."""

from django.urls import path

from upheld.promises.views import promises, settling

urlpatterns = [
    path("promises/", promises.index, name="promises"),
    path("promises/new", promises.new, name="promise-new"),
    path("promises/<int:number>", promises.detail, name="promise"),
    path("promises/<int:number>/edit", promises.edit, name="promise-edit"),
    path("promises/<int:number>/agreement", promises.agree, name="promise-agree"),
    path("promises/<int:number>/keeping", settling.keep, name="promise-keep"),
    path("promises/<int:number>/breaking", settling.broken, name="promise-break"),
    path("promises/<int:number>/release", settling.release, name="promise-release"),
    path("promises/<int:number>/replacement", settling.replace, name="promise-replace"),
    path("promises/<int:number>/owner", settling.hand_over, name="promise-hand-over"),
    path("promises/<int:number>/risk", settling.risk, name="promise-risk"),
]
