from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.utils.timezone import now


def found_first_generations(apps, schema_editor):
    """What every district has so far becomes its first generation; of its parameters only the hash is known."""
    models = {name: apps.get_model("proficiency", name) for name in ("ParameterSet", "Generation", "EstimatesInUse")}
    learner_estimates = apps.get_model("proficiency", "LearnerEstimate").objects
    estimates = apps.get_model("proficiency", "Estimate").objects
    attainments = apps.get_model("proficiency", "Attainment").objects
    moment = now()
    for district_id in learner_estimates.order_by().values_list("district_id", flat=True).distinct():
        some = learner_estimates.filter(district=district_id).order_by("-pk").first()
        parameter_set = models["ParameterSet"].objects.create(
            district_id=district_id,
            hash=some.parameters_hash,
            body=b"",
            origin="shipped",
            model_name=some.model_name,
            model_version=some.model_version,
            fitted_at=moment,
        )
        generation = models["Generation"].objects.create(
            district_id=district_id,
            number=1,
            parameter_set=parameter_set,
            state="live",
            reason="first",
            started_at=moment,
            live_at=moment,
        )
        models["EstimatesInUse"].objects.create(district_id=district_id, live=generation)
        learner_estimates.filter(district=district_id).update(generation=generation)
        by_rule = attainments.filter(
            learner=OuterRef("learner"), competency=OuterRef("competency"), attained_at=OuterRef("attained_at")
        ).filter(evidence__isnull=False)
        estimates.filter(district=district_id).update(
            generation=generation, attained_evidence=Subquery(by_rule.values("evidence")[:1])
        )


class Migration(migrations.Migration):
    dependencies = [("proficiency", "0004_generations")]
    operations = [migrations.RunPython(found_first_generations, migrations.RunPython.noop)]
