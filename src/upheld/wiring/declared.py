"""Addresses whose views are not ours, each with the reason why it is there and what guards it.

Every other address is made by `@screen`, `@endpoint` or `@public`, which declare themselves; a test
walks them all and fails on one that is in neither place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_IN = "signing in: open to strangers, counted against guessing by the library"
_OWN = "one's own sign-in: asks for the sign-in, and for the password again before a change"
_OIDC = "the company's own sign-in, which works only where UPHELD_OIDC_URL names one"
_CLOSED = "says that accounts are given, not taken; makes none"

THIRD_PARTY: Mapping[str, str] = {
    "account_login": _IN,
    "account_logout": "ends the session; asks first on GET",
    "account_inactive": "says that a sign-in has no place any more",
    "account_signup": _CLOSED,
    "account_reauthenticate": _OWN,
    "account_email": "never reached: our own view of that name stands before it",
    "account_email_verification_sent": "a plain page; addresses are not verified by link here",
    "account_confirm_email": "never mailed: a code proves an address, not a link",
    "account_change_password": _OWN,
    "account_set_password": _OWN,
    "account_reset_password": _IN,
    "account_reset_password_done": _IN,
    "account_reset_password_from_key": "guarded by the signed key of the mail, once",
    "account_reset_password_from_key_done": _IN,
    "account_request_login_code": _IN,
    "account_confirm_login_code": _IN,
    "mfa_index": _OWN,
    "mfa_authenticate": "the second step of a sign-in that has begun",
    "mfa_reauthenticate": _OWN,
    "mfa_activate_totp": _OWN,
    "mfa_deactivate_totp": _OWN,
    "mfa_view_recovery_codes": _OWN,
    "mfa_generate_recovery_codes": _OWN,
    "mfa_download_recovery_codes": _OWN,
    "mfa_list_webauthn": _OWN,
    "mfa_add_webauthn": _OWN,
    "mfa_reauthenticate_webauthn": _OWN,
    "mfa_remove_webauthn": _OWN,
    "mfa_edit_webauthn": _OWN,
    "mfa_login_webauthn": _IN,
    "socialaccount_login_cancelled": _OIDC,
    "socialaccount_login_error": _OIDC,
    "socialaccount_signup": _CLOSED,
    "socialaccount_connections": _OWN,
    "account/social/login/cancelled/": "the library's redirect of an old address",
    "account/social/login/error/": "the library's redirect of an old address",
    "account/social/signup/": "the library's redirect of an old address",
    "account/social/connections/": "the library's redirect of an old address",
    "openid_connect_login": _OIDC,
    "openid_connect_callback": _OIDC,
    "usersessions_list": _OWN,
    "openapi-json": "the description of the API; holds no data",
    "api-root": "the foot of the API; answers not found",
}
"""By the route's name; by its pattern where it has none."""
