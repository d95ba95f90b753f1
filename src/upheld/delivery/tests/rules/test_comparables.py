"""Which finished work is like what is asked about."""

from __future__ import annotations

from upheld.delivery.rules.comparables import Described, likeness, most_alike, stems


class TestLikeWork:
    def test_goes_by_what_the_words_are_about(self):
        assert stems("Migrating all the mailboxes of 20 users") == stems(
            "migration of 20 users' mailbox"
        )

    def test_the_most_alike_comes_first_and_the_unlike_not_at_all(self):
        cases = [
            Described("Firewall replaced at the branch", "firewall"),
            Described("Mailboxes of 40 people migrated", "forty"),
            Described("Mailboxes of people migrated with calendars and archives", "more"),
        ]
        assert most_alike("Migrate mailboxes of 20 people", cases) == ["forty", "more"]

    def test_nothing_is_like_nothing(self):
        assert likeness(frozenset(), frozenset()).ppm == 0
        assert most_alike("", [Described("", "empty")]) == []
