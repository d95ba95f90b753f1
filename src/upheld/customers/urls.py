"""The customers' addresses."""

from django.urls import path

from upheld.customers.views import companies, contacts, keys

urlpatterns = [
    path("customers/", companies.index, name="customers"),
    path("customers/new", companies.new, name="customer-new"),
    path("customers/<int:number>", companies.detail, name="customer"),
    path("customers/<int:number>/edit", companies.edit, name="customer-edit"),
    path("customers/<int:number>/rules/new", companies.new_rule, name="house-rule-new"),
    path("customers/<int:number>/rules/<int:rule>/end", companies.end_rule, name="house-rule-end"),
    path("customers/<int:number>/contacts/new", contacts.new, name="contact-new"),
    path("customers/<int:number>/contacts/<int:contact>", contacts.edit, name="contact-edit"),
    path(
        "customers/<int:number>/contacts/<int:contact>/invite",
        contacts.invite,
        name="contact-invite",
    ),
    path(
        "customers/<int:number>/contacts/<int:contact>/invitation",
        contacts.invite_again,
        name="contact-invite-again",
    ),
    path("customers/<int:number>/contacts/<int:contact>/left", contacts.left, name="contact-left"),
    path("customers/<int:number>/keys", keys.keys, name="customer-keys"),
    path(
        "customers/<int:number>/contacts/<int:contact>/keys/<int:token>/revocation",
        keys.revoke,
        name="contact-key-revoke",
    ),
]
