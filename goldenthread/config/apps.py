from importlib import import_module

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_migrate

from goldenthread.audit import triggers


class ConfigConfig(AppConfig):
    """Ties rooms together at start-up. Signals are used for migrating alone: it rebuilds tables that have triggers."""

    name = "goldenthread.config"

    def ready(self) -> None:
        # Sent once, before and after all migrations; Django sends them only for apps that have models.
        audit = apps.get_app_config("audit")
        pre_migrate.connect(triggers.stand_aside, sender=audit, dispatch_uid="triggers stand aside")
        post_migrate.connect(triggers.install, sender=audit, dispatch_uid="triggers")
        ties = import_module("goldenthread.config.ties")  # holds models, so not before now
        ties.tie()
