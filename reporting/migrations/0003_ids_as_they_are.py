"""The ids behind a number are kept as they are: to compress them took longer than to find them."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("reporting", "0002_filed_by_another")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE reporting_reportcell ALTER COLUMN ids SET STORAGE EXTERNAL",
            "ALTER TABLE reporting_reportcell ALTER COLUMN ids SET STORAGE EXTENDED",
        ),
    ]
