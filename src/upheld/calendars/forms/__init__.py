"""What is typed about one's own calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from upheld.foundation.forms import Form

if TYPE_CHECKING:
    from upheld.foundation.doors.request import Request

_MOST, _LONGEST = 100, 15


class DetailForm(Form):
    """How much a feed tells."""

    detail = forms.CharField(max_length=6, required=False)


class AccountForm(Form):
    """Where one's calendar is; an empty password keeps the one that is there."""

    address = forms.CharField(max_length=500)
    user = forms.CharField(max_length=200)
    password = forms.CharField(max_length=500, required=False, strip=False)


class ChoiceForm(Form):
    """Which calendar is written to, and whether titles are kept; `read` comes many times."""

    written = forms.IntegerField(min_value=1, max_value=2**53, required=False)
    shows_titles = forms.BooleanField(required=False)

    @staticmethod
    def wanted(request: Request) -> list[int]:
        """Give the calendars that are ticked; what is no number names none of theirs."""
        typed = request.POST.getlist("read")[:_MOST]
        return [
            int(one) if one.isascii() and one.isdecimal() and len(one) <= _LONGEST else 0
            for one in typed
        ]
