from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("signatures", "0001_keys_circuits_documents")]

    operations = [
        migrations.RunSQL(
            sql=(_SQL / "0002_guards.sql").read_text(),
            reverse_sql=(_SQL / "0002_guards.down.sql").read_text(),
        ),
    ]
