from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("telemetry", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=(_SQL / "0002_device_events.sql").read_text(),
            reverse_sql=(_SQL / "0002_device_events.down.sql").read_text(),
        ),
    ]
