"""Showing pages: one read model in, one template or one named block of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import reverse

from upheld.foundation.forms import Typed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.template.backends.jinja2 import Jinja2
    from jinja2 import Environment

    from upheld.foundation.doors.request import Request
    from upheld.foundation.refusals import Refused

_shell: Callable[[Request], Mapping[str, Any]] | None = None


def furnish_shell(build: Callable[[Request], Mapping[str, Any]]) -> None:
    """Tell pages where their surroundings (rooms, waiting, timer) come from; called by `wiring`."""
    global _shell  # noqa: PLW0603  installed once at start
    _shell = build


def environment() -> Environment:
    """Give the Jinja environment that all our pages use."""
    return cast("Jinja2", engines["jinja2"]).env


def show(request: Request, name: str, /, status: int = 200, **context: Any) -> HttpResponse:
    """Render a template, or with `name.html#block` just that block of it, into a response."""
    return HttpResponse(render(request, name, **context), status=status)


def render(request: Request, name: str, /, **context: Any) -> str:
    """Render a template or one of its blocks to text."""
    template_name, _, block = name.partition("#")
    template = environment().get_template(template_name)
    surroundings = dict(_shell(request)) if _shell else {}
    values = {
        "request": request,
        "refusal": getattr(request, "refusal", None),
        "at": request.at,
        "typed": Typed(getattr(request, "typed", None)),
        **surroundings,
        **context,
    }
    if not block:
        return template.render(values)
    drawn = template.new_context(values)
    return "".join(template.blocks[block](drawn))


def go(
    request: Request, to: str, /, *args: Any, notice: str = "", undo: str = "", **kwargs: Any
) -> HttpResponse:
    """Send the browser to a named page after a change (303, so that reload repeats nothing).

    `notice` is shown on arrival; `undo` is the address to which its undo button posts.
    """
    if notice:
        messages.success(request, notice, extra_tags=undo)
    url = to if to.startswith("/") else reverse(to, args=args, kwargs=kwargs)
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def refusal_page(request: Request, refused: Refused) -> HttpResponse:
    """Answer a refusal: the whole page, or for htmx the panel alone."""
    part = "#panel" if request.headers.get("HX-Request") else ""
    template = "refused.html" + part
    return show(
        request, template, status=refused.status, refused=refused, back_url=back_url(request)
    )


def back_url(request: Request) -> str:
    """Give the path of the page that led here, if it is one of ours; the first screen if not."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    ours = came_from.netloc == request.get_host() and came_from.path != request.path
    return came_from.path if ours and came_from.path.startswith("/") else "/"
