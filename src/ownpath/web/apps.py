from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "ownpath.web"
    label = "web"
