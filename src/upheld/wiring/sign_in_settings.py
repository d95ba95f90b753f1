"""How people sign in: django-allauth's settings, apart because they are one subject."""

from __future__ import annotations

import os

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "upheld.people.passwords.PatternValidator"},
]

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
"""Who came by the link of a mail and chose a password is in; a second step is still asked for."""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,50/m/ip", "request_login_code": "20/m/ip,3/m/key"}
"""Counted in the shared cache; limits not named here are the library's own."""
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("UPHELD_TRUSTED_PROXIES", "0"))
"""How many proxies of our own stand in front; without one a forwarded address is not believed."""
ACCOUNT_ADAPTER = "upheld.people.adapters.AccountAdapter"

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Upheld"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not os.environ.get("UPHELD_HTTPS")

SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
"""The one outside sign-in is the company's own, whose word on an address counts."""
SOCIALACCOUNT_PROVIDERS = {}
if os.environ.get("UPHELD_OIDC_URL"):
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "company",
                    "name": os.environ.get("UPHELD_OIDC_NAME", "Your company's sign-in"),
                    "client_id": os.environ.get("UPHELD_OIDC_CLIENT_ID", ""),
                    "secret": os.environ.get("UPHELD_OIDC_SECRET", ""),
                    "settings": {"server_url": os.environ["UPHELD_OIDC_URL"]},
                }
            ]
        }
    }
