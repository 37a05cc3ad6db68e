from pathlib import Path

from django.db import migrations, models

_SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0008_deposits_sent_twice"),
        ("territory", "0006_coarse_place"),
    ]

    operations = [
        migrations.AddField(
            model_name="casekind",
            name="is_on_public_map",
            field=models.BooleanField(
                default=False,
                help_text=(
                    "Everyone sees kind, state and month of its cases, with a position to some "
                    "250 m: only for what is public by its nature, such as faults in the street."
                ),
                verbose_name="shown on the public map",
            ),
        ),
        migrations.RunSQL(
            sql=(_SQL / "0009_map.sql").read_text(),
            reverse_sql=(_SQL / "0009_map.down.sql").read_text(),
        ),
    ]
