"""Extensions and SQL functions that tables, indexes and triggers stand on."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

from opsapp.kernel.text import SQL_FOLD, SQL_PL_KEY

OPS_ACTOR = """
CREATE FUNCTION public.ops_actor() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT NULLIF(current_setting('ops.actor', true), '')::bigint
$$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(OPS_ACTOR, "DROP FUNCTION public.ops_actor()"),
        migrations.RunSQL(SQL_FOLD, "DROP FUNCTION public.fold(text)"),
        migrations.RunSQL(SQL_PL_KEY, "DROP FUNCTION public.pl_key(text)"),
    ]
