"""What is typed about mailboxes and held mail."""

from __future__ import annotations

from django import forms

from upheld.foundation.forms import Form
from upheld.mailroom.models import Purpose, Security, SignIn

_LARGEST = 2**31 - 1


class MailboxForm(Form):
    """A mailbox as a person types it."""

    name = forms.CharField(max_length=80)
    address = forms.CharField(max_length=200)
    purpose = forms.ChoiceField(choices=Purpose.choices)
    has_plus = forms.BooleanField(required=False)
    folder = forms.CharField(max_length=200, required=False)
    imap_host = forms.CharField(max_length=200, required=False)
    imap_port = forms.IntegerField(min_value=1, max_value=65535, required=False)
    imap_security = forms.ChoiceField(choices=Security.choices)
    imap_user = forms.CharField(max_length=200, required=False)
    imap_password = forms.CharField(max_length=500, required=False, strip=False)
    smtp_host = forms.CharField(max_length=200, required=False)
    smtp_port = forms.IntegerField(min_value=1, max_value=65535, required=False)
    smtp_security = forms.ChoiceField(choices=Security.choices)
    smtp_user = forms.CharField(max_length=200, required=False)
    smtp_password = forms.CharField(max_length=500, required=False, strip=False)
    sign_in = forms.ChoiceField(choices=SignIn.choices, required=False)
    token_url = forms.CharField(max_length=300, required=False)
    client_id = forms.CharField(max_length=200, required=False)
    client_secret = forms.CharField(max_length=500, required=False, strip=False)
    scope = forms.CharField(max_length=500, required=False)
    refresh_token = forms.CharField(max_length=8000, required=False)


class OpenForm(Form):
    """For whom a held mail opens a ticket."""

    company = forms.IntegerField(min_value=1, max_value=_LARGEST)
    name = forms.CharField(max_length=150, required=False)


class TicketForm(Form):
    """To which ticket a held mail belongs."""

    ticket = forms.IntegerField(min_value=1, max_value=_LARGEST)
    whole_heap = forms.BooleanField(required=False)


class RejectForm(Form):
    """Why a held mail is rejected."""

    reason = forms.CharField(max_length=300, required=False)
    whole_heap = forms.BooleanField(required=False)
