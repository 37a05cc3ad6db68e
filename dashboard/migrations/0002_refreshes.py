from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dashboard", "0001_indicators")]

    operations = [
        migrations.CreateModel(
            name="IndicatorRefresh",
            fields=[
                (
                    "indicator",
                    models.CharField(max_length=60, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "refresh of an indicator",
                "verbose_name_plural": "refreshes of indicators",
            },
        ),
    ]
