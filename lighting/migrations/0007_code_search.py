from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("lighting", "0006_asset_search"),
        ("territory", "0005_addresses_and_services"),
    ]

    operations = [
        migrations.RunSQL(
            sql=(_SQL / "0007_code_search.sql").read_text(),
            reverse_sql=(_SQL / "0007_code_search.down.sql").read_text(),
        ),
    ]
