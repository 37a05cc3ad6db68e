from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_series_applicants_history")]

    operations = [
        migrations.RunSQL(
            sql=(_SQL / "0003_guards.sql").read_text(),
            reverse_sql=(_SQL / "0003_guards.down.sql").read_text(),
        ),
    ]
