"""Buyers rate meetings, and the rooms of meetings show what is owed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from upheld.foundation.refusals import Refused
from upheld.selling.models import MeetingGuest
from upheld.selling.operations.preparing import huddle
from upheld.selling.operations.ratings import (
    ask_for_ratings,
    hash_of,
    rate_meeting,
    take_back_link,
)
from upheld.selling.queries.meetings import my_meetings
from upheld.selling.queries.season import my_season


def refusal_of(attempt):
    with pytest.raises(Refused) as refused:
        attempt()
    return refused.value


class TestRatings:
    def asked(self, sale):
        meeting = sale.meeting(guests=[sale.ann, sale.bob])
        return ask_for_ratings(meeting=meeting, by=sale.world.lena, at=meeting.ends_at)

    def test_each_guest_with_an_address_gets_a_secret_of_their_own_once(self, sale):
        made = self.asked(sale)
        guest = MeetingGuest.objects.get(contact=sale.ann)
        assert list(made) == [guest.pk]
        assert guest.secret_hash == hash_of(made[guest.pk])
        assert made[guest.pk] not in guest.secret_hash
        assert not ask_for_ratings(
            meeting=guest.meeting, by=sale.world.lena, at=guest.meeting.ends_at
        )

    def test_a_rating_is_kept_once(self, sale):
        self.asked(sale)
        guest = MeetingGuest.objects.get(contact=sale.ann)
        rate_meeting(guest=guest, rating=4, comment=" Good ", by=sale.world.system, at=sale.at)
        guest.refresh_from_db()
        assert (guest.rating, guest.comment) == (4, "Good")
        again = refusal_of(
            lambda: rate_meeting(guest=guest, rating=1, by=sale.world.system, at=sale.at)
        )
        assert again.code == "rated_already"

    def test_a_late_rating_and_a_long_comment_are_refused(self, sale):
        self.asked(sale)
        guest = MeetingGuest.objects.get(contact=sale.ann)
        late = refusal_of(
            lambda: rate_meeting(
                guest=guest, rating=4, by=sale.world.system, at=sale.at + timedelta(days=15)
            )
        )
        assert late.code == "link_expired"
        long = refusal_of(
            lambda: rate_meeting(
                guest=guest, rating=4, comment="x" * 501, by=sale.world.system, at=sale.at
            )
        )
        assert "comment" in long.fields

    def test_nobody_is_asked_before_the_end(self, sale):
        meeting = sale.meeting()
        refused = refusal_of(
            lambda: ask_for_ratings(meeting=meeting, by=sale.world.lena, at=meeting.starts_at)
        )
        assert refused.code == "meeting_not_over"

    def test_a_mail_that_did_not_leave_lets_them_be_asked_again(self, sale):
        self.asked(sale)
        guest = MeetingGuest.objects.get(contact=sale.ann)
        take_back_link(guest=guest, by=sale.world.system, at=sale.at)
        take_back_link(guest=guest, by=sale.world.system, at=sale.at)
        guest.refresh_from_db()
        assert not guest.secret_hash
        assert ask_for_ratings(meeting=guest.meeting, by=sale.world.lena, at=guest.meeting.ends_at)


class TestRooms:
    def test_my_meetings_are_those_i_sell_or_sit_in(self, sale):
        people = sale.world.people
        meeting = sale.meeting()
        huddle(
            meeting=meeting,
            goal="x",
            seats={people["marek"]: "lead"},
            by=sale.world.lena,
            at=sale.at,
        )
        for actor, count in ((sale.world.lena, 1), (sale.world.marek, 1), (sale.world.dana, 0)):
            assert len(my_meetings(actor, sale.at).today) == count
        assert len(my_meetings(sale.world.dana, sale.at, everybody=True).today) == 1

    def test_what_was_not_debriefed_stays_whatever_its_age(self, sale):
        sale.meeting()
        mine = my_meetings(sale.world.lena, sale.at + timedelta(days=90))
        assert [one.title for one in mine.to_debrief] == ["Debrief overdue"]

    def test_the_season_names_one_next_action_for_each_record(self, sale):
        sale.meeting()
        season = my_season(sale.world.lena, sale.at + timedelta(hours=5))
        assert [(one.title, one.action) for one in season.actions] == [
            ("First call", "Debrief"),
            ("Server refresh", "Set a next step"),
        ]
        assert season.count == 1
