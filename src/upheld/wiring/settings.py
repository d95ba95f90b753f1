"""Django's settings. Everything an operator may set is an environment variable named UPHELD_...

The table of them is in docs/guides/settings.md; without any of them a sane single-machine
installation on SQLite results.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from upheld.wiring.databases import choose_sqlite, database_settings, role_of

choose_sqlite()

ROOT = Path(__file__).resolve().parents[3]
DATA_DIR = Path(os.environ.get("UPHELD_DATA_DIR", ROOT / "var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _flag(name: str, *, otherwise: bool) -> bool:
    return os.environ.get(name, "yes" if otherwise else "no").lower() in {"1", "yes", "true", "on"}


def _secret_key() -> str:
    """Take the operator's key, or keep one of our own making beside the data."""
    given = os.environ.get("UPHELD_SECRET_KEY", "")
    if given:
        return given
    kept = DATA_DIR / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text().strip()


SECRET_KEY = _secret_key()
DEBUG = False
PUBLIC_URL = os.environ.get("UPHELD_PUBLIC_URL", "").rstrip("/")
_hosts = os.environ.get("UPHELD_HOSTS", "localhost,127.0.0.1,[::1],testserver")
ALLOWED_HOSTS = [host.strip() for host in _hosts.split(",") if host.strip()]
HTTPS = _flag("UPHELD_HTTPS", otherwise=PUBLIC_URL.startswith("https://"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "upheld.foundation",
    "upheld.people",
    "upheld.customers",
    "upheld.measures",
    "upheld.reviews",
    "upheld.timekeeping",
    "upheld.promises",
    "upheld.playbook",
    "upheld.market",
    "upheld.selling",
    "upheld.agreements",
    "upheld.desk",
    "upheld.delivery",
    "upheld.dispatch",
    "upheld.calendars",
    "upheld.money",
    "upheld.care",
    "upheld.scoreboard",
    "upheld.mirror",
    "upheld.portal",
    "upheld.mailroom",
    "upheld.connections",
    "upheld.demo",
    "upheld.wiring",
]
INSTALLED_APPS = [
    app for app in INSTALLED_APPS if not app.startswith("upheld.")
    or (ROOT / "src" / app.replace(".", "/") / "apps.py").exists()
]  # fmt: skip

MIDDLEWARE = [
    "upheld.wiring.middleware.outermost.Safeguards",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "upheld.wiring.middleware.actor.ActorMiddleware",
    "upheld.wiring.middleware.first_run.FirstRun",
]

ROOT_URLCONF = "upheld.wiring.urls"
WSGI_APPLICATION = "upheld.wiring.wsgi.application"
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            ROOT / "src/upheld/foundation/ui",
            *sorted((ROOT / "src/upheld").glob("*/templates")),
        ],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "upheld.foundation.ui.environment.environment",
            "auto_reload": _flag("UPHELD_RELOAD", otherwise=False),
        },
    },
    {
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "src/upheld/people/allauth_templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

DATABASES = {"default": database_settings(DATA_DIR)}
UPHELD_APP_ROLE = role_of(os.environ.get("UPHELD_DATABASE_URL", ""))
"""The PostgreSQL role that serves requests and owns nothing; granted its rights by `migrate`."""

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
USE_I18N = False

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "src/upheld/foundation/ui/static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
MEDIA_ROOT = DATA_DIR / "files"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
CSRF_FAILURE_VIEW = "upheld.wiring.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
    }
}

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
if os.environ.get("UPHELD_SMTP_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = os.environ["UPHELD_SMTP_HOST"]
    EMAIL_PORT = int(os.environ.get("UPHELD_SMTP_PORT", "587"))
    EMAIL_HOST_USER = os.environ.get("UPHELD_SMTP_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("UPHELD_SMTP_PASSWORD", "")
    EMAIL_USE_TLS = _flag("UPHELD_SMTP_TLS", otherwise=True)
DEFAULT_FROM_EMAIL = os.environ.get("UPHELD_MAIL_FROM", "Upheld <upheld@localhost>")

INSIDE_NETWORKS = tuple(
    one.strip() for one in os.environ.get("UPHELD_INSIDE_NETWORKS", "").split(",") if one.strip()
)
"""What of the inside may be reached by addresses that a provider types; nothing by itself."""

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("UPHELD_LOG_LEVEL", "WARNING")},
}

from upheld.wiring.jobs_settings import *  # noqa: E402, F403
from upheld.wiring.sign_in_settings import *  # noqa: E402, F403  one file for one subject
