from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("lighting", "0005_simulated_differs"), ("workspace", "0003_search_key")]

    operations = [
        migrations.RunSQL(
            sql=(_SQL / "0006_asset_search.sql").read_text(),
            reverse_sql=(_SQL / "0006_asset_search.down.sql").read_text(),
        ),
    ]
