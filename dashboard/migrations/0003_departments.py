from pathlib import Path

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

_SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    """The key of a table cannot be changed by Django's own operations."""

    dependencies = [("dashboard", "0002_refreshes")]

    operations = [
        migrations.RunSQL(
            sql=(_SQL / "0003_departments.sql").read_text(),
            reverse_sql=(_SQL / "0003_departments.down.sql").read_text(),
            state_operations=[
                migrations.AddField(
                    "indicatorday",
                    "department_code",
                    models.CharField(blank=True, max_length=30),
                    preserve_default=False,
                ),
                migrations.AddField(
                    "indicatorday",
                    "record_values",
                    ArrayField(models.BigIntegerField(), null=True),
                ),
                migrations.AlterField(
                    "indicatorday",
                    "pk",
                    models.CompositePrimaryKey(
                        "indicator",
                        "day",
                        "territory_code",
                        "department_code",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
            ],
        ),
    ]
