"""The shapes of the forms of calls."""

from __future__ import annotations

from django import forms

from upheld.desk.forms.tickets import LARGEST
from upheld.foundation.forms import EffortField, Form


class CallForm(Form):
    """Whom a call is with, what it is about, and how long it lasted if it is over."""

    contact = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    ticket = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    came_in = forms.BooleanField(required=False)
    note = forms.CharField(max_length=1000, required=False)
    lasted = EffortField(required=False)
    released_by = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    released_because = forms.CharField(max_length=300, required=False)


class CallEndForm(Form):
    """What was said, and how long it lasted where the clock is wrong about that."""

    note = forms.CharField(max_length=1000, required=False)
    lasted = EffortField(required=False)


class CallChangeForm(Form):
    """What a call was about."""

    contact = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    ticket = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    note = forms.CharField(max_length=1000, required=False)
