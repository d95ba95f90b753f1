"""The HTML side of a list: its page, its exports, and the rows that were selected on it."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpResponse

from upheld.foundation.doors.request import Request
from upheld.foundation.doors.show import show
from upheld.foundation.lists.asked import asked_of
from upheld.foundation.lists.declare import ListOf, Row
from upheld.foundation.lists.export import FORMS, export
from upheld.foundation.lists.given import LARGEST
from upheld.foundation.lists.page import list_page
from upheld.foundation.refusals import invalid, not_found
from upheld.foundation.ui.shell import Link

MOST_SELECTED = 500


def show_list(
    request: Request,
    spec: ListOf[Row],
    rows: QuerySet[Row],
    *,
    primary: Link | None = None,
    template: str = "foundation/list.html",
    **context: Any,
) -> HttpResponse:
    """Answer a list: as a page, or with `?export=csv` or `xlsx` as a file of all matching rows.

    `rows` are what the reader may see, neither ordered nor cut. The template gets `list`,
    `primary` (the page's one action) and whatever else is given.
    """
    form = request.GET.get("export", "")
    if form in FORMS:
        # A streamed answer is no HttpResponse to Django, yet a door hands it on as one.
        return cast("HttpResponse", export(asked_of(spec, rows, request), form))
    page = list_page(spec, rows, request)
    return show(request, template, list=page, primary=primary, **context)


def selected_rows(request: Request, rows: QuerySet[Row]) -> list[Row]:
    """Give the rows selected on a list page, of those the reader may see, in the order of ids.

    Refuses with `invalid_input` for none or too many, `not_found` if one cannot be seen: then
    nothing is done with any of them.
    """
    sent = dict.fromkeys(request.POST.getlist("selected"))
    if not sent:
        raise invalid(selected="Select at least one row first.")
    if len(sent) > MOST_SELECTED:
        raise invalid(selected=f"Select at most {MOST_SELECTED} rows at once.")
    found = list(rows.filter(pk__in=[_id(text) for text in sent]).order_by("pk"))
    if len(found) != len(sent):
        raise not_found(str(rows.model._meta.verbose_name))
    return found


def _id(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > LARGEST:
        raise invalid(selected="What was selected is not a row of this list.")
    return int(text)
