"""Cases that a demonstration invented are told from real ones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the mark, and finds those that bear it."""

    dependencies = [("casework", "0005_answers_of_applicants")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="is_simulated",
            field=models.BooleanField(default=False, editable=False, verbose_name="simulated"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("is_simulated", True)), fields=["id"], name="case_simulated"
            ),
        ),
    ]
