from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("geodata", "0001_imports")]

    operations = [
        migrations.RunSQL(
            sql=(_SQL / "0002_steps.sql").read_text(),
            reverse_sql=(_SQL / "0002_steps.down.sql").read_text(),
        ),
    ]
