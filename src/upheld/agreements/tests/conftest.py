"""The stage of agreements, shared by the tests of those who stand on them."""

from upheld.agreements.tests.stage import *  # noqa: F403  its `__all__` names the fixtures, once
