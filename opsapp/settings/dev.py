"""A developer's machine and the demo: secrets of its own, kept in `var/`."""

import os

from opsapp.settings import environment
from opsapp.settings.base import *  # noqa: F403
from opsapp.settings.base import VAR

_OWN = environment.own_secrets(VAR)
OPS_DEMO = os.environ.get("OPS_DEMO", "") == "1"
DEBUG = not OPS_DEMO
SECRET_KEY = _OWN["secret"]
OPS_FIELD_KEYS = {"dev": _OWN["field"]}
OPS_INDEX_KEY = _OWN["index"]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
