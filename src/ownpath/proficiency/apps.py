from django.apps import AppConfig


class ProficiencyConfig(AppConfig):
    name = "ownpath.proficiency"
    label = "proficiency"
    default_auto_field = "django.db.models.BigAutoField"
