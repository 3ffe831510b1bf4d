"""Which authorisation lets a person decide about a benefit on a day: for triggers of decisions."""

from django.db import migrations

AUTHORISED = """
CREATE FUNCTION public.office_authorised(person bigint, benefit_code text, day date) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT id FROM public.office_authorisation
    WHERE user_id = person AND period @> day AND (scope = '{}' OR scope @> ARRAY[benefit_code]::varchar[])
    ORDER BY issued_on DESC, id DESC LIMIT 1
$$
"""


class Migration(migrations.Migration):
    dependencies = [("office", "0001_initial")]
    operations = [
        migrations.RunSQL(AUTHORISED, "DROP FUNCTION public.office_authorised(bigint, text, date)")
    ]
