"""The addresses of selling."""

from django.urls import path

from upheld.selling.views import deals, evidence, gaps, meetings, preparing, ratings, season

urlpatterns = [
    path("season/", season.season, name="my-season"),
    path("deals/", deals.index, name="deals"),
    path("deals/board", deals.board, name="deal-board"),
    path("deals/new", deals.new, name="deal-new"),
    path("deals/<int:number>", deals.detail, name="deal"),
    path("deals/<int:number>/edit", deals.edit, name="deal-edit"),
    path("deals/<int:number>/step", deals.step, name="deal-step"),
    path("deals/<int:number>/time", deals.time, name="deal-time"),
    path("deals/<int:number>/move", deals.move, name="deal-move"),
    path("deals/<int:number>/loss", deals.lose, name="deal-lose"),
    path("deals/<int:number>/reopening", deals.reopen, name="deal-reopen"),
    path("deals/<int:number>/people", evidence.put_contact, name="deal-contact"),
    path(
        "deals/<int:number>/people/<int:place>/removal",
        evidence.remove_contact,
        name="deal-contact-remove",
    ),
    path("deals/<int:number>/evidence/<slug:kind>", evidence.give, name="evidence-give"),
    path(
        "deals/<int:number>/evidence/<int:evidence>/withdrawal",
        evidence.withdraw,
        name="evidence-withdraw",
    ),
    path("deals/<int:number>/meetings/new", meetings.new, name="meeting-new"),
    path("deals/<int:number>/gaps/new", gaps.new, name="gap-new"),
    path("meetings/", meetings.mine, name="meetings"),
    path("meetings/all", meetings.index, name="meeting-list"),
    path("meetings/<int:number>", meetings.detail, name="meeting"),
    path("meetings/<int:number>/edit", meetings.edit, name="meeting-edit"),
    path("meetings/<int:number>/cancellation", meetings.cancel, name="meeting-cancel"),
    path(
        "meetings/<int:number>/readiness/<slug:item>",
        preparing.readiness,
        name="meeting-readiness",
    ),
    path("meetings/<int:number>/huddle", preparing.huddle_view, name="meeting-huddle"),
    path("meetings/<int:number>/debrief", preparing.debrief_view, name="meeting-debrief"),
    path("meetings/<int:number>/rating", preparing.ask_rating, name="meeting-ask-rating"),
    path("gaps/", gaps.index, name="gaps"),
    path("gaps/<int:number>", gaps.detail, name="gap"),
    path("gaps/<int:number>/edit", gaps.edit, name="gap-edit"),
    path("gaps/<int:number>/disclosure", gaps.disclose, name="gap-disclose"),
    path("rate/<str:secret>", ratings.rate, name="rate-meeting"),
]
