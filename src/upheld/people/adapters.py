"""Where our rules of signing in differ from django-allauth's defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter

if TYPE_CHECKING:
    from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are given by a provider's owner, never taken."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Nobody makes an account by themselves."""
        return False
