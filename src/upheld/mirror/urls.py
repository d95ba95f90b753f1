"""The addresses of the mirror."""

from django.urls import path

from upheld.mirror.views import mirror, proof

urlpatterns = [
    path("mirror/", mirror.mirror, name="mirror"),
    path("proof-pages/", proof.index, name="proof-pages"),
    path("proof-pages/<int:pk>", proof.detail, name="proof-page"),
    path("proof-pages/<int:pk>/extension", proof.extend, name="proof-page-extend"),
    path("proof-pages/<int:pk>/revocation", proof.revoke, name="proof-page-revoke"),
    path("proof/<slug:slug>/<str:secret>", proof.proof, name="proof"),
]
