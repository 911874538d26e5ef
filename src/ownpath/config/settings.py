"""Every setting, read from the environment; docs/reference/settings.md lists the same names."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured


def _is_on(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


PACKAGE = Path(__file__).resolve().parent.parent
DATA_FOLDER = Path(os.environ.get("OWNPATH_DATA", ".ownpath")).resolve()

MODE = os.environ.get("OWNPATH_MODE", "production")
if MODE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured(f"OWNPATH_MODE is {MODE!r}; it can be production, demo or test.")
DEBUG = False
DEMO_SIGN_IN = _is_on("OWNPATH_DEMO_SIGN_IN")
if MODE == "production" and DEMO_SIGN_IN:
    raise ImproperlyConfigured(
        "OWNPATH_DEMO_SIGN_IN lets anybody in as anybody, so it is refused where OWNPATH_MODE is production. "
        "Unset OWNPATH_DEMO_SIGN_IN, or start the demo with `ownpath demo`."
    )


def _secret_key() -> str:
    """The key from the environment, or one made once for this data folder and kept there for its owner only."""
    if key := os.environ.get("OWNPATH_SECRET_KEY"):
        return key
    kept_at = DATA_FOLDER / "secret_key"
    if not kept_at.exists():
        DATA_FOLDER.mkdir(parents=True, exist_ok=True)
        made_at = kept_at.with_name(f"secret_key.{os.getpid()}")
        made_at.touch(mode=0o600)
        made_at.write_text(secrets.token_urlsafe(50))
        try:
            os.link(made_at, kept_at)
        except FileExistsError:
            pass
        finally:
            made_at.unlink()
    return kept_at.read_text().strip()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = [
    host.strip() for host in os.environ.get("OWNPATH_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host.strip()
]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in {"localhost", "127.0.0.1", "[::1]"}]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "ownpath.foundation",
    "ownpath.people",
    "ownpath.schools",
    "ownpath.competencies",
    "ownpath.evidence",
    "ownpath.proficiency",
    "ownpath.assessment",
    "ownpath.opportunities",
    "ownpath.plans",
    "ownpath.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ownpath.web.middleware.PersonMiddleware",
]

ROOT_URLCONF = "ownpath.config.urls"
WSGI_APPLICATION = "ownpath.config.wsgi.application"
AUTH_USER_MODEL = "people.Account"
LOGIN_URL = "web:sign_in"
LOGIN_REDIRECT_URL = "web:home"
LOGOUT_REDIRECT_URL = "web:sign_in"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "ownpath.web.context.page_frame",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    """One address chooses the engine; the options are those that were measured not to fail under load."""
    address = os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_FOLDER / 'ownpath.sqlite3'}"
    database: dict[str, Any] = dict(dj_database_url.parse(address))
    if database["ENGINE"] == "django.db.backends.sqlite3":
        name = database["NAME"]
        if name and name != ":memory:":
            Path(name).resolve().parent.mkdir(parents=True, exist_ok=True)
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # recursive_triggers: without it INSERT OR REPLACE would remove a row past the append-only trigger.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                "PRAGMA recursive_triggers=ON; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456"
            ),
        }
    elif database["ENGINE"] == "django.db.backends.postgresql":
        database.setdefault("OPTIONS", {})
        if "pytest" not in sys.modules:
            database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 20}
            database["CONN_MAX_AGE"] = 0
    else:
        raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    return database


DATABASES = {"default": _database()}

LANGUAGE_CODE = "en"
# Arabic is complete for the pages of families; elsewhere what is missing stands in English.
LANGUAGES = [("en", "English"), ("es", "Español"), ("ar", "العربية")]
# The shared words first, then one catalogue an audience; a language may have only some of them.
LOCALE_PATHS = [PACKAGE / "web" / "locale", *sorted((PACKAGE / "web").glob("*/locale"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_FOLDER / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = MODE == "test"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = MODE == "production" and not _is_on("OWNPATH_PLAIN_HTTP")
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
if _is_on("OWNPATH_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "ownpath": {"handlers": ["console"], "level": "INFO"},
    },
}
