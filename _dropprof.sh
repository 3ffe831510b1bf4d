for db in "$@"; do .venv/bin/python - $db <<'P'
import sys,os
sys.path.insert(0,'.'); os.environ["DJANGO_SETTINGS_MODULE"]="opsapp.settings.dev"
import django; django.setup()
from django.db import connection
with connection._nodb_cursor() as c: c.execute(f'drop database if exists "{sys.argv[1]}" with (force)')
P
done
