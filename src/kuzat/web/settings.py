# SPDX-License-Identifier: Apache-2.0
"""Django as the desk needs it: pages, languages and forms; no database, no accounts, no temporary files."""

import secrets
from pathlib import Path
from typing import Any

import django
from django.conf import settings

HERE = Path(__file__).resolve().parent
LONGEST_FORM = 64 * 1024
MOST_FIELDS = 160  # a hundred items of an export, and what is asked of them


def configure() -> None:
    """Set Django up once in this process; a second call changes nothing."""
    if not settings.configured:
        settings.configure(**values())
        django.setup()


def values() -> dict[str, Any]:
    """Every setting that is not Django's own default."""
    return {
        "DEBUG": False,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost"],
        "ROOT_URLCONF": "kuzat.web.urls",
        "INSTALLED_APPS": [],
        "DATABASES": {},
        "MIDDLEWARE": [
            "kuzat.web.middleware.headers",
            "kuzat.web.middleware.language",
            "kuzat.web.middleware.guard",
            "django.middleware.csrf.CsrfViewMiddleware",
            "kuzat.web.middleware.switch",
            "kuzat.web.middleware.unlocked",
        ],
        "TEMPLATES": [_templates()],
        "APPEND_SLASH": False,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": LONGEST_FORM,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": MOST_FIELDS,
        "FILE_UPLOAD_HANDLERS": [],
        **_languages(),
        **_forms(),
        **_silence(),
    }


def _templates() -> dict[str, Any]:
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "kuzat.web.tags"],
            "context_processors": ["kuzat.web.page.frame"],
        },
    }


def _languages() -> dict[str, Any]:
    return {
        "USE_I18N": True,
        "USE_TZ": True,
        "LANGUAGE_CODE": "en",
        "LANGUAGES": [(code, code) for code in ("en", "ru", "ky", "uz", "uz-cyrl")],
        "LOCALE_PATHS": [HERE.parent / "locale"],
    }


def _forms() -> dict[str, Any]:
    return {
        "CSRF_COOKIE_NAME": "kuzat-form",
        "CSRF_COOKIE_AGE": None,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_FAILURE_VIEW": "kuzat.web.refusals.forged",
    }


def _silence() -> dict[str, Any]:
    """Django's loggers would write addresses and exceptions to the terminal."""
    quiet = {"handlers": ["nowhere"], "propagate": False, "level": "CRITICAL"}
    names = ("django", "django.request", "django.security", "django.server", "django.template")
    return {
        "LOGGING": {
            "version": 1,
            "disable_existing_loggers": False,
            "handlers": {"nowhere": {"class": "logging.NullHandler"}},
            "loggers": dict.fromkeys(names, quiet),
        }
    }
