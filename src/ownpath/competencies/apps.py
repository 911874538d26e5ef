from django.apps import AppConfig


class CompetenciesConfig(AppConfig):
    name = "ownpath.competencies"
    label = "competencies"
    default_auto_field = "django.db.models.BigAutoField"
