"""Is the data right?"""

from django.apps import AppConfig


class QualityControlConfig(AppConfig):
    name = "qualitycontrol"
    label = "qualitycontrol"
    verbose_name = "Quality control"
