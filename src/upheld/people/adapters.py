"""Where our rules of signing in differ from django-allauth's defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpResponseRedirect
from django.urls import reverse

from upheld.foundation.news import BY_ITSELF
from upheld.people.queries.actors import memberships_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from upheld.people.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are given by a provider's owner, never taken."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Nobody makes an account by themselves."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Turn away who has no place left at any provider; their sign-in alone opens nothing."""
        if not memberships_of(user.pk):
            return HttpResponseRedirect(reverse("account_inactive"))
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def render_mail(
        self, template_prefix: str, email: Any, context: Any, headers: Any = None
    ) -> Any:
        """Say of each mail about a sign-in that a machine wrote it."""
        said = {**BY_ITSELF, **(headers or {})}
        return super().render_mail(template_prefix, email, context, said)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Let somebody with several places choose one; others go to their first screen."""
        if len(memberships_of(request.user.pk or 0)) > 1:
            return reverse("choose-place")
        url: str = super().get_login_redirect_url(request)
        return url
