"""The addresses of the mailroom."""

from django.urls import path

from upheld.mailroom.views import mailboxes, mails

_BOX = "mail/mailboxes/<int:pk>"
_CAME = "mail/came/<int:pk>"

urlpatterns = [
    path("mail/", mails.index, name="mail"),
    path("mail/came/", mails.came, name="mail-in"),
    path("mail/came/rejection", mails.reject_chosen, name="mail-reject-chosen"),
    path(_CAME, mails.one, name="mail-one"),
    path(f"{_CAME}/raw", mails.raw, name="mail-raw"),
    path(f"{_CAME}/open", mails.open_ticket, name="mail-open"),
    path(f"{_CAME}/place", mails.to_ticket, name="mail-place"),
    path(f"{_CAME}/reject", mails.reject, name="mail-reject"),
    path("mail/sent/", mails.went, name="mail-out"),
    path("mail/sent/<int:pk>", mails.sent, name="mail-sent"),
    path("mail/sent/<int:pk>/again", mails.again, name="mail-again"),
    path("mail/mailboxes/", mailboxes.index, name="mailboxes"),
    path("mail/mailboxes/new", mailboxes.new, name="mailbox-new"),
    path(_BOX, mailboxes.detail, name="mailbox"),
    path(f"{_BOX}/edit", mailboxes.edit, name="mailbox-edit"),
    path(f"{_BOX}/turn", mailboxes.turn, name="mailbox-turn"),
    path(f"{_BOX}/trial", mailboxes.trial, name="mailbox-trial"),
    path("my-capture-address", mailboxes.capture_address, name="capture-address"),
]
