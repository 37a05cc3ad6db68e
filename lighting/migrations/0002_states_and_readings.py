from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("lighting", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=(_SQL / "0002_states_and_readings.sql").read_text(),
            reverse_sql=(_SQL / "0002_states_and_readings.down.sql").read_text(),
        ),
    ]
