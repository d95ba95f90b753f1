"""The addresses of calendars."""

from django.urls import path

from upheld.calendars.views import feed, mine

urlpatterns = [
    path("calendar/<str:secret>.ics", feed.feed, name="calendar-feed"),
    path("my-calendar", mine.my_calendar, name="my-calendar"),
    path("my-calendar/feed/detail", mine.feed_detail, name="calendar-feed-detail"),
    path("my-calendar/feed/end", mine.feed_end, name="calendar-feed-end"),
]
