"""The addresses of planned time and of capacity."""

from django.urls import path

from upheld.dispatch.views import board, capacity

urlpatterns = [
    path("plan/", board.index, name="plan"),
    path("plan/day", board.day, name="plan-day"),
    path("plan/new", board.new, name="block-new"),
    path("plan/blocks/", board.blocks, name="blocks"),
    path("plan/blocks/<int:number>", board.detail, name="block"),
    path("plan/blocks/<int:number>/drop", board.drop, name="block-drop"),
    path("capacity/", capacity.index, name="capacity"),
    path("capacity/export.csv", capacity.export, name="capacity-export"),
    path("capacity/proposals/<int:number>", capacity.proposed, name="capacity-of-proposal"),
    path("capacity/week", capacity.week, name="capacity-week"),
]
