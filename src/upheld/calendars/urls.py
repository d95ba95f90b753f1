"""The addresses of calendars."""

from django.urls import path

from upheld.calendars.views import connection, feed, mine

urlpatterns = [
    path("calendar/<str:secret>.ics", feed.feed, name="calendar-feed"),
    path("my-calendar", mine.my_calendar, name="my-calendar"),
    path("my-calendar/feed/detail", mine.feed_detail, name="calendar-feed-detail"),
    path("my-calendar/feed/end", mine.feed_end, name="calendar-feed-end"),
    path("my-calendar/connection", connection.connect, name="calendar-connect"),
    path("my-calendar/connection/choice", connection.choose, name="calendar-choose"),
    path("my-calendar/connection/look", connection.look, name="calendar-look"),
    path("my-calendar/connection/again", connection.again, name="calendar-again"),
    path("my-calendar/connection/end", connection.disconnect, name="calendar-disconnect"),
    path("my-calendar/notices", connection.notices, name="calendar-notices"),
]
