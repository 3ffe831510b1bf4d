"""Settings common to every environment."""

from __future__ import annotations

from pathlib import Path

import django_stubs_ext

from opsapp.settings import environment

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = BASE_DIR / "var"

INSTALLED_APPS = [
    "opsapp",
    "opsapp.kernel",
    "opsapp.office",
    "cases",
    "socialwork",
    "benefits",
    "reporting",
    "pgtrigger",
    "pghistory",
    "django_htmx",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "opsapp.office.apps.PanelConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "opsapp.kernel.web.session.FramedSignIn",
    "allauth.account.middleware.AccountMiddleware",
    "opsapp.office.signin.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "opsapp.urls"
WSGI_APPLICATION = "opsapp.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "opsapp.kernel.web.frame.frame",
            ]
        },
    }
]
DATABASES = {"default": environment.database(VAR / "pg")}
AUTH_USER_MODEL = "office.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SESSION_ENGINE = "opsapp.office.sessions"
SESSION_COOKIE_AGE = environment.number("OPS_IDLE_MINUTES", 30, least=1) * 60
SESSION_SAVE_EVERY_REQUEST = False
"""The store itself prolongs a session, once a minute: see office.sessions."""
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_ACCESS_FAILURE_LOG_PER_USER_LIMIT = 100_000
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_SENSITIVE_PARAMETERS: list[str] = []
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
"""The default one is shared and writes when it reads something that ran out: a page that only
looks must use "process".
"""
LANGUAGE_CODE = "pl"
FORMAT_MODULE_PATH = ["opsapp.kernel.formats"]
TIME_ZONE = "Europe/Warsaw"
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR / "static"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGIN_URL = "/konto/login/"
CSRF_FAILURE_VIEW = "opsapp.kernel.web.session.token_refused"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": None}
"""Wrong passwords are counted in one place, by axes: an administrator can take that lock away."""
ACCOUNT_ADAPTER = "opsapp.office.signin.AccountAdapter"
OPS_FILES_ROOT = VAR / "files"
OPS_BACKUPS = VAR / "backups"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stream"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stream"], "level": "ERROR", "propagate": False}},
}
"""Errors go to the process's own stream in every environment: Django alone keeps them silent
without DEBUG, while the error page promises that they were recorded."""
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "opsapp.office.api.TokenAuthentication",
        "opsapp.office.api.ScreenSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["opsapp.kernel.api.permissions.MayCome"],
    "DEFAULT_THROTTLE_CLASSES": ["opsapp.kernel.api.limits.PerPerson"],
    "DEFAULT_RENDERER_CLASSES": ["opsapp.kernel.api.plain_json.PlainJSON"],
    "DEFAULT_PARSER_CLASSES": ["opsapp.kernel.api.plain_json.StrictJSON"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "opsapp.kernel.api.errors.answer",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "OPS: sprawy ośrodka pomocy społecznej",
    "DESCRIPTION": "Odczyt osób, spraw, decyzji i wypłat; pytania o świadczenia i terminy.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["opsapp.kernel.api.permissions.MayCome"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "opsapp.api.describe_errors",
        "benefits.api_description.describe_questions",
    ],
    "ENUM_NAME_OVERRIDES": {
        "CaseStatus": "cases.states.CASE.choices",
        "DecisionStatus": "benefits.states.DECISION.choices",
        "DecisionKind": "benefits.models.Decision.Kind",
        "DecisionItemKind": "benefits.models.DecisionItem.Kind",
        "PaymentStatus": "benefits.states.PAYMENT.choices",
        "PaymentListStatus": "benefits.states.PAYMENT_LIST.choices",
    },
}
