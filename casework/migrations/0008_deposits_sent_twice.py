from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0007_places_search_undo"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                fields=("link_digest",),
                name="case_opened_once",
                violation_error_message="This was sent before.",
            ),
        ),
    ]
