"""Lists: declared once, shown as a page, a file and an API answer. See docs/guides/lists.md."""

from upheld.foundation.lists.api import Paged, paged, seen_version, with_etag
from upheld.foundation.lists.declare import LISTS, Bulk, ListColumn, ListOf
from upheld.foundation.lists.filters import ByChoice, ByPerson, ByRow, ByText, ByYesNo
from upheld.foundation.lists.kinds import Kind, Pill
from upheld.foundation.lists.page import ListPage, list_page
from upheld.foundation.lists.people import offer_people
from upheld.foundation.lists.ranges import ByDays, ByNumber
from upheld.foundation.lists.show import selected_rows, show_list

__all__ = [
    "LISTS",
    "Bulk",
    "ByChoice",
    "ByDays",
    "ByNumber",
    "ByPerson",
    "ByRow",
    "ByText",
    "ByYesNo",
    "Kind",
    "ListColumn",
    "ListOf",
    "ListPage",
    "Paged",
    "Pill",
    "list_page",
    "offer_people",
    "paged",
    "seen_version",
    "selected_rows",
    "show_list",
    "with_etag",
]
