from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("workspace", "0002_job_language")]

    operations = [
        migrations.RunSQL(
            sql=(_SQL / "0003_search_key.sql").read_text(),
            reverse_sql=(_SQL / "0003_search_key.down.sql").read_text(),
        ),
    ]
