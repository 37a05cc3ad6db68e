from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import Func, Q, Value
from django.db.models.functions import Concat


def search_key_of(*names: str) -> models.GeneratedField:
    """Return a column in which these texts are searched."""
    parts: list[str | Value] = [part for name in names for part in (name, Value(" "))]
    return models.GeneratedField(
        expression=Func(Concat(*parts), function="search_key"),
        output_field=models.TextField(),
        db_persist=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0006_simulated_cases"),
        ("workspace", "0003_search_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="place",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="place in words", default=""
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="case",
            name="search_text",
            field=search_key_of("reference", "subject", "place"),
        ),
        migrations.AddField(
            model_name="applicant",
            name="search_text",
            field=search_key_of("name", "phone"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=Q(("closed_at__isnull", False)),
                fields=["closed_at"],
                name="case_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=GinIndex(fields=["search_text"], name="case_search", opclasses=["gin_trgm_ops"]),
        ),
        migrations.AddIndex(
            model_name="applicant",
            index=GinIndex(
                fields=["search_text"], name="applicant_search", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "Case opened"),
                    ("state", "State changed"),
                    ("assigned", "Assigned"),
                    ("undone", "Assignment taken back"),
                    ("note", "Note"),
                    ("answer", "Answer of the applicant"),
                    ("deadline", "Deadline set"),
                    ("extended", "Deadline extended"),
                    ("suspended", "Clock stopped"),
                    ("resumed", "Clock running again"),
                    ("recomputed", "Deadline computed again"),
                    ("warned", "Deadline near"),
                    ("escalated", "Escalated"),
                    ("document", "Document"),
                    ("message", "Message"),
                    ("signature", "Signature"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
    ]
