"""Two procedures on one subject are found, until somebody tells them apart."""

from datetime import timedelta

import pytest

from upheld.demo.cast import OPENING
from upheld.foundation.refusals import Refused
from upheld.playbook.models import LikePair
from upheld.playbook.operations.bringing import Brought, Page, bring_in_page
from upheld.playbook.operations.drafts import write_draft
from upheld.playbook.operations.likeness import tell_apart
from upheld.playbook.operations.publishing import publish_draft, withdraw_procedure
from upheld.playbook.queries.procedures import pairs_alike

LATER = OPENING + timedelta(hours=2)


def titles(of=None):
    return [(pair.first.title, pair.second.title) for pair in pairs_alike(of)]


def test_a_second_one_on_the_same_subject_is_found(world, procedure, publish):
    other = publish("Restoring servers", "1. Ring the vendor.\n2. Wait.\n")
    publish("New starter", "1. Make the mailbox.\n2. Order a laptop.\n")

    assert titles() == [("Restore a server", "Restoring servers")]
    assert titles(other) == titles()


def test_one_that_changes_its_subject_is_found_no_more(world, procedure, publish):
    other = publish("Restoring servers", "1. Ring the vendor.\n")
    draft = write_draft(procedure=other, title="Order licences", text="1. Write to the vendor.",
                        why="Another matter", by=world.sam, at=LATER)  # fmt: skip
    publish_draft(draft=draft, by=world.sam, at=LATER)

    assert titles() == []


def test_what_is_told_apart_or_withdrawn_is_not_shown_again(world, procedure, publish):
    publish("Restoring servers", "1. Ring the vendor.\n")
    pair = LikePair.objects.get()
    with pytest.raises(Refused):
        tell_apart(pair=pair, reason=" ", by=world.dana, at=LATER)
    tell_apart(pair=pair, reason="One is for tape", by=world.dana, at=LATER)
    assert titles() == []

    third = publish("The restore of a server", "1. Go.\n")
    assert len(titles()) == 2
    withdraw_procedure(procedure=third, reason="Double", by=world.sam, at=LATER)
    assert titles() == []


def test_a_page_is_brought_in_again_and_again_without_doubles(world):
    page = Page("desk/restore.md", "# Restore a server\n\n1. Console.\n")
    first, came = bring_in_page(page=page, by=world.sam, at=OPENING)
    assert (came, first.title, first.revision) == (Brought.NEW, "Restore a server", 1)

    assert bring_in_page(page=page, by=world.sam, at=LATER)[1] is Brought.UNCHANGED
    changed = Page("desk/restore.md", "# Restore a server\n\n1. New console.\n", why="Moved")
    again, came = bring_in_page(page=changed, by=world.sam, at=LATER)
    again.refresh_from_db()
    assert (came, again.pk, again.revision) == (Brought.REVISED, first.pk, 2)


def test_a_draft_that_somebody_writes_is_not_overwritten(world):
    page = Page("desk/restore.md", "# Restore a server\n\n1. Console.\n")
    first, _ = bring_in_page(page=page, by=world.sam, at=OPENING)
    write_draft(procedure=first, title="Mine", text="1. Mine.", why="", by=world.dana, at=LATER)

    with pytest.raises(Refused) as refused:
        bring_in_page(page=Page(page.path, "1. Other."), by=world.sam, at=LATER)
    assert refused.value.code == "draft_in_the_way"
