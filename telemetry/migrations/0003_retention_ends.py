from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    # A transaction of its own: an index built in the same one would still meet the rows of before.
    dependencies = [("telemetry", "0002_device_events")]

    operations = [
        migrations.RunSQL(
            sql=(_SQL / "0003_retention_ends.sql").read_text(),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
