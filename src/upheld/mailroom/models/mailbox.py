"""Mailboxes: where mail is fetched from and sent through."""

from __future__ import annotations

from django.db import models

from upheld.foundation.tenancy.owned import Owned


class Purpose(models.TextChoices):
    """What mail to a mailbox becomes."""

    TICKETS = "tickets", "Tickets"
    CAPTURE = "capture", "Captured lines"


class Security(models.TextChoices):
    """How a connection is protected."""

    TLS = "tls", "TLS from the first byte"
    STARTTLS = "starttls", "TLS begun by STARTTLS"
    NONE = "none", "None, inside one's own network alone"


class SignIn(models.TextChoices):
    """How one signs in at both servers."""

    PASSWORD = "password", "User and password"
    OAUTH = "oauth", "OAuth: a token that is fetched anew"


class Mailbox(Owned):
    """One address with its two servers. Passwords are sealed, never shown and never recorded."""

    name = models.CharField(max_length=80)
    address = models.CharField(max_length=200)
    """In small letters."""
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.TICKETS)
    is_on = models.BooleanField(default=False)
    has_plus = models.BooleanField(default=True)
    """Whether its server delivers `address+anything@` to it; else secrets go into the subject."""
    since = models.DateTimeField()
    """Mail that came to the server before is left alone."""

    imap_host = models.CharField(max_length=200, blank=True, default="")
    imap_port = models.PositiveIntegerField(default=993)
    imap_security = models.CharField(max_length=8, choices=Security, default=Security.TLS)
    imap_user = models.CharField(max_length=200, blank=True, default="")
    imap_sealed = models.TextField(blank=True, default="")
    folder = models.CharField(max_length=200, default="INBOX")
    smtp_host = models.CharField(max_length=200, blank=True, default="")
    smtp_port = models.PositiveIntegerField(default=465)
    smtp_security = models.CharField(max_length=8, choices=Security, default=Security.TLS)
    smtp_user = models.CharField(max_length=200, blank=True, default="")
    smtp_sealed = models.TextField(blank=True, default="")

    sign_in = models.CharField(max_length=8, choices=SignIn, default=SignIn.PASSWORD)
    token_url = models.CharField(max_length=300, blank=True, default="")
    """Where tokens are fetched; the fields of OAuth count where it is the sign-in."""
    client_id = models.CharField(max_length=200, blank=True, default="")
    client_sealed = models.TextField(blank=True, default="")
    scope = models.CharField(max_length=500, blank=True, default="")
    refresh_sealed = models.TextField(blank=True, default="")
    access_sealed = models.TextField(blank=True, default="")
    access_until = models.DateTimeField(null=True)
    """Until when the kept access token lets us in."""

    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    """Of the last message that was taken in, under `uid_validity`."""
    fetched_at = models.DateTimeField(null=True)
    fetch_problem = models.CharField(max_length=500, blank=True, default="")
    fetch_failures = models.PositiveIntegerField(default=0)
    fetch_again_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    send_problem = models.CharField(max_length=500, blank=True, default="")
    send_failures = models.PositiveIntegerField(default=0)
    send_again_at = models.DateTimeField(null=True)
    trial_asked_at = models.DateTimeField(null=True)
    """When somebody last asked whether both servers can be used."""
    trial_done_at = models.DateTimeField(null=True)
    trial_imap = models.CharField(max_length=500, blank=True, default="")
    """What was wrong; empty where nothing was."""
    trial_smtp = models.CharField(max_length=500, blank=True, default="")

    class Meta(Owned.Meta):
        verbose_name = "mailbox"
        constraints = (
            models.UniqueConstraint(fields=["provider", "address"], name="mailbox_address_once"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def can_send(self) -> bool:
        """Tell whether mail goes out through it."""
        return self.is_on and bool(self.smtp_host)
