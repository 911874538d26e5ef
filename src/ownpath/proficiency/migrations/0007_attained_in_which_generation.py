import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that may be empty is added without remaking the table, so its triggers stay; a test looks."""

    dependencies = [("proficiency", "0006_every_estimate_has_a_generation")]

    operations = [
        migrations.AddField(
            model_name="attainment",
            name="generation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="proficiency.generation",
            ),
        ),
        migrations.RemoveIndex(model_name="attainment", name="attainment_facts"),
        migrations.AddIndex(
            model_name="attainment",
            index=models.Index(
                fields=["learner", "attained_at", "competency", "judgement", "generation"], name="attainment_facts"
            ),
        ),
    ]
