"""A real installation: nothing starts with a default secret, DEBUG or an unset host."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from opsapp.settings import environment
from opsapp.settings.base import *  # noqa: F403
from opsapp.settings.base import DATABASES

DEBUG = False
OPS_DEMO = False
SECRET_KEY = environment.text("OPS_SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("OPS_SECRET_KEY musi mieć co najmniej 50 znaków.")
ALLOWED_HOSTS = environment.names("OPS_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
OPS_FIELD_KEYS = environment.field_keys("OPS_FIELD_KEYS")
OPS_INDEX_KEY = environment.key("OPS_INDEX_KEY", environment.text("OPS_INDEX_KEY"))
OPS_FILES_ROOT = Path(environment.text("OPS_FILES"))
OPS_BACKUPS = Path(environment.text("OPS_BACKUPS"))
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("Ustaw DATABASE_URL. Wbudowana baza służy tylko do prób i testów.")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 63072000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
