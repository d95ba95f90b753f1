"""The reviews' addresses."""

from django.urls import path

from upheld.reviews.views import reviews

urlpatterns = [
    path("desk/", reviews.desk, name="desk"),
    path("reviews/", reviews.index, name="reviews"),
    path("reviews/<int:number>", reviews.detail, name="review"),
    path("reviews/<int:number>/answer", reviews.answer, name="review-answer"),
    path("reviews/<int:number>/delegation", reviews.delegate, name="review-delegate"),
    path("reviews/<int:number>/withdrawal", reviews.withdraw, name="review-withdraw"),
]
