"""A developer's machine and the demo."""

from opsapp.settings.base import *  # noqa: F403

DEBUG = True
SECRET_KEY = "development-only"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
OPS_FIELD_KEYS = {"dev": "ZGV2ZWxvcG1lbnQtb25seS1rZXktMzItYnl0ZXMhISE="}
OPS_INDEX_KEY = "ZGV2ZWxvcG1lbnQtb25seS1rZXktMzItYnl0ZXMhISE="
