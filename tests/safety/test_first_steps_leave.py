"""The page of first steps is among the rooms while something is left to do, and not afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache
from tests.safety.story import NOW, tell

from upheld.foundation.clock import standing_at
from upheld.wiring.starting import starter_set
from upheld.wiring.starting.steps import are_taken

if TYPE_CHECKING:
    from tests.safety.story import Story

ROOM = 'href="/first-steps"'


def rooms(story: Story) -> str:
    page = story.page_of("ana").get("/customers/").content.decode()
    return page[: page.index("<main")]


def test_first_steps_are_a_room_until_all_are_taken(world, elsewhere, monkeypatch):
    provider = world.ana.provider_id
    cache.delete(f"first-steps-taken:{provider}")
    story = tell(world, elsewhere, monkeypatch)
    with standing_at(NOW):
        assert not are_taken(provider)
        assert ROOM in rooms(story)
        starter_set.take(by=world.ana, at=NOW)
        assert not are_taken(provider), "it is believed for some minutes"
        cache.delete(f"first-steps-taken:{provider}")
        assert are_taken(provider)
        assert ROOM not in rooms(story)
        assert "All of it is done" in story.page_of("ana").get("/first-steps").content.decode()
    cache.delete(f"first-steps-taken:{provider}")
