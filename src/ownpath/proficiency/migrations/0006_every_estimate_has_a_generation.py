import django.db.models.deletion
from django.db import migrations, models

_GENERATION = models.ForeignKey(
    db_index=False,
    on_delete=django.db.models.deletion.PROTECT,
    related_name="+",
    to="proficiency.generation",
)


class Migration(migrations.Migration):
    dependencies = [("proficiency", "0005_the_first_generation")]

    operations = [
        migrations.AlterField(model_name="estimate", name="generation", field=_GENERATION),
        migrations.AlterField(model_name="learnerestimate", name="generation", field=_GENERATION.clone()),
        migrations.AddConstraint(
            model_name="learnerestimate",
            constraint=models.UniqueConstraint(fields=["generation", "learner"], name="learner_estimate_once"),
        ),
        migrations.AddConstraint(
            model_name="estimate",
            constraint=models.UniqueConstraint(fields=["generation", "learner", "competency"], name="estimate_once"),
        ),
        migrations.AddIndex(
            model_name="estimate",
            index=models.Index(
                fields=[
                    "generation",
                    "learner",
                    "attained_at",
                    "holds_until",
                    "last_evidence_at",
                    "struggling_since",
                    "competency",
                ],
                name="estimate_facts",
            ),
        ),
    ]
