"""What is signed is shown to the applicant, unless whoever starts the parapheur says otherwise."""

from django.db import migrations, models

MARK = models.BooleanField(default=True, verbose_name="shown to the applicant")


class Migration(migrations.Migration):
    """Adds the mark to parapheurs and to issued documents."""

    dependencies = [("signatures", "0002_guards")]

    operations = [
        migrations.AddField(model_name="circuit", name="is_shared", field=MARK),
        migrations.AddField(model_name="issueddocument", name="is_shared", field=MARK.clone()),
    ]
