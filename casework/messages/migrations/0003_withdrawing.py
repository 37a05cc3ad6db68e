from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_guards")]

    operations = [
        migrations.RunSQL(
            sql=(_SQL / "0003_withdrawing.sql").read_text(),
            reverse_sql=(_SQL / "0003_withdrawing.down.sql").read_text(),
        ),
    ]
