from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("territory", "0002_tile_indexes"), ("workspace", "0003_search_key")]

    operations = [
        migrations.RunSQL(
            sql=(_SQL / "0003_street_search.sql").read_text(),
            reverse_sql=(_SQL / "0003_street_search.down.sql").read_text(),
        ),
    ]
