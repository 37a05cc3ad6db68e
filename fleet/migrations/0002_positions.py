from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("fleet", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=(_SQL / "0002_positions.sql").read_text(),
            reverse_sql=(_SQL / "0002_positions.down.sql").read_text(),
        ),
    ]
