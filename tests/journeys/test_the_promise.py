"""One promise, end to end, in a real browser: from what marketing would like to say to the mirror.

The walk of "One promise, end to end" by the people who take each step, against a server that was
started as an operator starts it, on the engine under test.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from playwright.sync_api import sync_playwright
from tests.journeys import agreeing, keeping, winning
from tests.journeys.cast import Walk
from tests.journeys.installation import ROOT, Site, running_site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STEPS = (
    winning.say_something, winning.open_deal, winning.meet, winning.prepare, winning.disclose,
    agreeing.draft, agreeing.is_refused, agreeing.estimate, agreeing.review, agreeing.send,
    agreeing.ask, agreeing.sign,
    keeping.accept, keeping.work, keeping.change, keeping.show, keeping.sign_off,
    keeping.see_mirror, keeping.see_money,
)  # fmt: skip
SEAL = """
import sys; from pathlib import Path; from dataclasses import asdict
import django; django.setup()
from upheld.agreements.documents.sealing import verify_seal
whole = Path(sys.argv[1]).read_bytes()
altered = whole.replace(b"/Title", b"/Titel", 1)
assert altered != whole
import json; print(json.dumps([verify_seal(whole).well, verify_seal(altered).well]))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory, migrated_database) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("journey"), migrated_database) as running:
        furnished = running.run("-m", "tests.journeys.company")
        assert furnished.returncode == 0, furnished.stderr
        yield running


def test_a_promise_is_walked_from_the_claim_to_the_mirror(site: Site, tmp_path: Path):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("UPHELD_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-quic"],
        )
        walk = Walk(site, browser, tmp_path)
        for step in STEPS:
            step(walk)
        _check_what_was_signed(walk)
        browser.close()
    _check_the_record(site)
    assert walk.inspection.complaints == []
    assert walk.inspection.barriers == []
    assert len(walk.inspection.seen) >= 60


def _check_what_was_signed(walk: Walk) -> None:
    """Hold the document and the receipts in hand, as the customer does."""
    carla = walk.customer()
    carla.open(f"/portal/agreements/{walk.made['agreement']}")
    document = carla.download("Sealed document", walk.folder)
    receipt = carla.download("Receipt", walk.folder)
    carla.open(f"/portal/work/{walk.made['deliverable']}")
    acceptance = carla.download("Receipt", walk.folder)
    sealed = walk.site.run("-c", SEAL, str(document))
    assert sealed.returncode == 0, sealed.stderr
    assert json.loads(sealed.stdout) == [True, False]
    for one in (receipt, acceptance):
        said = _verified(walk.site, one, "--files", str(walk.folder), "--head", str(acceptance))
        assert said.returncode == 0, said.stdout + said.stderr
    forged = walk.folder / "forged.json"
    forged.write_text(receipt.read_text().replace("proposal", "proposa1", 1))
    assert _verified(walk.site, forged).returncode == 1


def _verified(site: Site, receipt: Path, *more: str) -> CompletedProcess[str]:
    return site.run(str(ROOT / "tools/verify_receipt.py"), str(receipt), *more)


def _check_the_record(site: Site) -> None:
    verdict = site.upheld("record", "verify")
    assert verdict["well"] is True
    (record,) = verdict["records"]
    assert record["provider"] == "northgate"
    assert record["size"] > 100
