import uuid

import django.db.models.deletion
from django.db import migrations, models


def _key() -> list[tuple[str, models.Field]]:
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
        (
            "district",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.district"),
        ),
    ]


def _to(model: str, name: str = "+", **more: object) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=name, to=model, **more)


_MAYBE = {"blank": True, "null": True}


class Migration(migrations.Migration):
    """The tables, and the columns of estimates that the next step fills."""

    dependencies = [
        ("evidence", "0002_append_only"),
        ("foundation", "0001_the_record"),
        ("people", "0002_append_only"),
        ("proficiency", "0003_indexes_for_boards"),
    ]

    operations = [
        migrations.CreateModel(
            name="ParameterSet",
            fields=[
                *_key(),
                ("hash", models.CharField(max_length=64, help_text="SHA-256, as the model gives it")),
                ("body", models.BinaryField(help_text="All numbers, exactly")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("shipped", "shipped with Ownpath"),
                            ("fitted", "fitted on this district's evidence"),
                        ],
                        max_length=10,
                    ),
                ),
                ("model_name", models.CharField(max_length=40)),
                ("model_version", models.CharField(max_length=20)),
                (
                    "fitted_at",
                    models.DateTimeField(help_text="Where shipped: when this district began to use them"),
                ),
                (
                    "responses",
                    models.PositiveIntegerField(default=0, help_text="Answers they were fitted on; none where shipped"),
                ),
                ("learners", models.PositiveIntegerField(default=0)),
                (
                    "evidence_until",
                    models.DateTimeField(help_text="The latest answer they were fitted on", **_MAYBE),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=["district", "hash"], name="parameters_once")]},
        ),
        migrations.CreateModel(
            name="Generation",
            fields=[
                *_key(),
                ("number", models.PositiveIntegerField()),
                ("parameter_set", _to("proficiency.parameterset", "generations")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("building", "being built"),
                            ("live", "in use"),
                            ("retired", "no longer in use"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(help_text="A code: first, refit, rolled_back, new_model", max_length=40),
                ),
                ("started_at", models.DateTimeField()),
                ("live_at", models.DateTimeField(**_MAYBE)),
                ("retired_at", models.DateTimeField(**_MAYBE)),
                ("cleared_at", models.DateTimeField(help_text="When its estimates were removed", **_MAYBE)),
                ("learners_total", models.PositiveIntegerField(default=0)),
                ("learners_built", models.PositiveIntegerField(default=0)),
                (
                    "newly_attained",
                    models.PositiveIntegerField(default=0, help_text="How much was first attained by going live"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["district", "number"], name="generation_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(state="live"),
                        fields=["district"],
                        name="generation_one_live_per_district",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(state="building"),
                        fields=["district"],
                        name="generation_one_built_at_a_time",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="EstimatesInUse",
            fields=[
                *_key(),
                ("live", _to("proficiency.generation")),
                ("building", _to("proficiency.generation", **_MAYBE)),
            ],
            options={
                "verbose_name_plural": "estimates in use",
                "constraints": [models.UniqueConstraint(fields=["district"], name="in_use_once_per_district")],
            },
        ),
        migrations.CreateModel(
            name="Refit",
            fields=[
                *_key(),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("running", "running"),
                            ("waiting", "not enough new evidence yet"),
                            ("refused", "not better, so not used"),
                            ("live", "better, in use"),
                            ("rolled_back", "rolled back"),
                            ("failed", "ended with an error"),
                        ],
                        default="running",
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, help_text="A code, see `refit.REASONS`", max_length=40)),
                ("step", models.CharField(blank=True, max_length=20)),
                ("started_at", models.DateTimeField()),
                ("beat_at", models.DateTimeField(help_text="The last sign of life")),
                ("finished_at", models.DateTimeField(**_MAYBE)),
                (
                    "worker",
                    models.CharField(blank=True, help_text="Machine and process that does it", max_length=120),
                ),
                ("record", models.JSONField(blank=True, default=dict)),
                ("generation", _to("proficiency.generation", "refits", **_MAYBE)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(finished_at__isnull=True), fields=["district"], name="refit_one_at_a_time"
                    )
                ]
            },
        ),
        migrations.RemoveConstraint(model_name="estimate", name="estimate_once"),
        migrations.RemoveIndex(model_name="estimate", name="estimate_facts"),
        migrations.AlterField(
            model_name="learnerestimate",
            name="learner",
            field=_to("people.person", "learner_estimates", db_index=False),
        ),
        migrations.AddField(
            model_name="learnerestimate",
            name="generation",
            field=_to("proficiency.generation", db_index=False, null=True),
        ),
        migrations.AddField(
            model_name="estimate",
            name="generation",
            field=_to("proficiency.generation", db_index=False, null=True),
        ),
        migrations.AddField(
            model_name="estimate",
            name="attained_evidence",
            field=_to("evidence.evidence", db_index=False, **_MAYBE),
        ),
    ]
