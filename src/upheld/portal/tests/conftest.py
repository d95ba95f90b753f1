"""The stage of agreements, shared by the tests of those who stand on them."""

from upheld.agreements.tests.stage import (
    acme,
    buyer,
    carla,
    clock_at,
    deal,
    draft,
    enter,
    hours_free,
    key_of,
    library,
    sent,
    signature,
    signing,
)

__all__ = [
    "acme",
    "buyer",
    "carla",
    "clock_at",
    "deal",
    "draft",
    "enter",
    "hours_free",
    "key_of",
    "library",
    "sent",
    "signature",
    "signing",
]
