"""A proof page lives with its proposal, and its secret is in no row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from upheld.foundation.refusals import Refused
from upheld.mirror.models import ProofPage
from upheld.mirror.operations.proof import make_proof_page, revoke_proof_page
from upheld.mirror.queries.proof import open_proof, proof_link
from upheld.mirror.queries.secrets import hash_of, secret_of

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
LATER = MONDAY + timedelta(days=10)


class TestSending:
    def test_makes_a_page_for_the_claims(self, page, proposal):
        assert page.expires_at == MONDAY + timedelta(days=60)
        assert proof_link(proposal, MONDAY).endswith(f"/northgate/{secret_of(page)}")

    def test_keeps_only_the_hash_of_the_secret(self, page):
        secret = secret_of(page)
        row = ProofPage.objects.filter(pk=page.pk).values().get()
        assert page.secret_hash == hash_of(secret)
        assert not [value for value in row.values() if secret in str(value)]
        assert len(bytes.fromhex(secret)) * 8 >= 128

    def test_another_installation_has_another_secret(self, page, settings):
        before = secret_of(page)
        settings.SECRET_KEY = "another one"
        assert secret_of(page) != before


class TestLife:
    def test_is_prolonged_and_stays_the_same_page(self, world, page, proposal):
        again = make_proof_page(proposal=proposal, by=world.lena, at=LATER)
        assert (again.pk, again.secret_hash) == (page.pk, page.secret_hash)
        assert again.expires_at == LATER + timedelta(days=60)

    def test_opens_until_it_expires(self, page):
        assert open_proof(secret_of(page), page.expires_at - timedelta(seconds=1)) == page
        with pytest.raises(Refused) as refused:
            open_proof(secret_of(page), page.expires_at)
        assert refused.value.code == "not_found"

    def test_revoked_ends_at_once_and_the_next_has_another_address(self, world, page, proposal):
        secret = secret_of(page)
        revoke_proof_page(page=page, by=world.lena, at=LATER)
        assert proof_link(proposal, LATER) == ""
        with pytest.raises(Refused):
            open_proof(secret, LATER)
        fresh = make_proof_page(proposal=proposal, by=world.ana, at=LATER)
        assert fresh.pk != page.pk
        assert secret_of(fresh) != secret

    @pytest.mark.parametrize("secret", ["", "0" * 40, "ü" * 40, "0" * 4000])
    def test_opens_for_no_other_secret(self, page, secret):
        with pytest.raises(Refused) as refused:
            open_proof(secret, MONDAY)
        assert refused.value.code == "not_found"

    def test_is_not_a_technicians_to_hand_out(self, world, page):
        with pytest.raises(Refused) as refused:
            revoke_proof_page(page=page, by=world.dana, at=LATER)
        assert refused.value.code == "not_allowed"
