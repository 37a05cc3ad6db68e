from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("territory", "0003_street_search")]

    operations = [
        migrations.RunSQL(
            sql=(_SQL / "0004_cell_counts.sql").read_text(),
            reverse_sql=(_SQL / "0004_cell_counts.down.sql").read_text(),
        ),
    ]
