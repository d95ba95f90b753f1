"""The addresses of tickets and service levels."""

from django.urls import path

from upheld.desk.views import my_day, service_levels, ticket_moves, tickets

urlpatterns = [
    path("my-day/", my_day.my_day, name="my-day"),
    path("tickets/", tickets.index, name="tickets"),
    path("tickets/board", tickets.board, name="ticket-board"),
    path("tickets/new", tickets.new, name="ticket-new"),
    path("tickets/taking", tickets.take_many, name="tickets-take"),
    path("tickets/resolving", tickets.resolve_many, name="tickets-resolve"),
    path("tickets/<int:number>", tickets.detail, name="ticket"),
    path("tickets/<int:number>/edit", tickets.edit, name="ticket-edit"),
    path("tickets/<int:number>/starting", ticket_moves.start, name="ticket-start"),
    path("tickets/<int:number>/waiting", ticket_moves.wait, name="ticket-wait"),
    path("tickets/<int:number>/resolving", ticket_moves.resolve, name="ticket-resolve"),
    path("tickets/<int:number>/reopening", ticket_moves.reopen, name="ticket-reopen"),
    path("tickets/<int:number>/closing", ticket_moves.close, name="ticket-close"),
    path("tickets/<int:number>/assignee", ticket_moves.assign, name="ticket-assign"),
    path("tickets/<int:number>/priority", ticket_moves.prioritise, name="ticket-priority"),
    path("tickets/<int:number>/move", ticket_moves.move, name="ticket-move"),
    path("service-levels/", service_levels.index, name="service-levels"),
    path("service-levels/new", service_levels.new, name="service-level-new"),
    path("service-levels/<int:pk>/ending", service_levels.end, name="service-level-end"),
]
