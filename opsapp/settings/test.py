"""The test suite: known keys, a fast hasher, a place of its own for files."""

import base64
import os
import tempfile
from pathlib import Path

from opsapp.settings.base import *  # noqa: F403

DEBUG = False
OPS_DEMO = False
OPS_TODAY = os.environ.get("OPS_TODAY")
SECRET_KEY = "only-for-tests"
OPS_FIELD_KEYS = {"test": base64.b64encode(b"only-for-tests-key-of-32-bytes!!").decode()}
OPS_INDEX_KEY = base64.b64encode(b"only-for-tests-idx-of-32-bytes!!").decode()
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
OPS_FILES_ROOT = Path(tempfile.gettempdir()) / "ops-test-files"
OPS_BACKUPS = Path(tempfile.gettempdir()) / "ops-test-backups"
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}  # noqa: F405
STATIC_ROOT = Path(tempfile.gettempdir()) / "ops-test-static"
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(exist_ok=True)
