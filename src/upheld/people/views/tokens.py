"""Keys for programs: issued, shown once, revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.operation import find
from upheld.foundation.refusals import not_found
from upheld.people.forms import TokenForm
from upheld.people.may import May
from upheld.people.models import Person
from upheld.people.operations.tokens import ALL_SCOPES, issue_token, revoke_token
from upheld.people.queries.people import person_choices
from upheld.people.queries.tokens import tokens_of, visible_tokens
from upheld.people.roles import known_capabilities

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.MANAGE_TOKENS, methods=["GET", "POST"])
def tokens(request: Request) -> HttpResponse:
    """List keys, and issue one; its secret is shown on the answer and never again."""
    secret = ""
    if request.method == "POST":
        values = TokenForm.read(request)
        person = find(Person.objects.filter(active=True), pk=values["person"])
        _token, secret = issue_token(
            person=person,
            name=values["name"],
            scopes=request.POST.getlist("scopes") or (ALL_SCOPES,),
            expires_at=request.at + values["days"] if values["days"] else None,
            by=request.actor,
            at=request.at,
        )
    return show(
        request,
        "people/tokens.html",
        tokens=tokens_of(request.actor, request.at),
        people=person_choices().people,
        scopes=[(right, right) for right in sorted(known_capabilities())],
        secret=secret,
    )


@screen(May.MANAGE_TOKENS, methods=["POST"])
def revoke(request: Request, token: int) -> HttpResponse:
    """End a key at once."""
    row = visible_tokens(request.actor).filter(pk=token).first()
    if row is None:
        raise not_found("key")
    person = find(Person.objects.all(), pk=row.membership.person_id)
    revoke_token(token=row, person=person, by=request.actor, at=request.at)
    return go(request, "tokens", notice=f"The key “{row.name}” opens nothing any more.")
