from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("territory", "0005_addresses_and_services")]

    operations = [
        migrations.RunSQL(
            sql=(_SQL / "0006_coarse_place.sql").read_text(),
            reverse_sql=(_SQL / "0006_coarse_place.down.sql").read_text(),
        ),
    ]
