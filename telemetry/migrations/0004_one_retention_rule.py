import django.contrib.postgres.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    # The exclusion constraint needs btree_gist, which the territory's first migration creates.
    dependencies = [
        ("telemetry", "0003_retention_ends"),
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                ),
                name="retention_rule_ends_after_it_begins",
                violation_error_message="The end must come after the beginning.",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (models.F("series"), "="),
                    (models.Func("valid_from", "valid_to", function="daterange"), "&&"),
                ],
                name="one_retention_rule_at_a_time",
                violation_error_message="Another rule of this series holds at that time.",
            ),
        ),
    ]
