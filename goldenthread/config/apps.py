from importlib import import_module

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from goldenthread.audit import triggers


class ConfigConfig(AppConfig):
    """Ties rooms together at start-up. post_migrate is the one signal we use: a migration may have dropped triggers."""

    name = "goldenthread.config"

    def ready(self) -> None:
        # Sent once, when every migration has run; Django sends it only for apps that have models.
        post_migrate.connect(triggers.install, sender=apps.get_app_config("audit"), dispatch_uid="triggers")
        ties = import_module("goldenthread.config.ties")  # holds models, so not before now
        ties.tie()
