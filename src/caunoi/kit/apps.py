from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models.signals import post_migrate

from caunoi.kit import folding


class KitConfig(AppConfig):
    """Loads every room's `receivers`, `jobs` and `search`, so that consumers, jobs and what can be found are known everywhere."""

    name = "caunoi.kit"
    label = "kit"

    def ready(self) -> None:
        folding.register()
        with suppress(OSError):  # before `caunoi init` there is no home
            Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir(mode=0o700, exist_ok=True)
        for config in apps.get_app_configs():
            if not config.name.startswith("caunoi."):
                continue
            for door in ("receivers", "jobs", "search"):
                if find_spec(f"{config.name}.{door}"):
                    import_module(f"{config.name}.{door}")
        changes = import_module("caunoi.kit.http.pagechanges")  # knows models, so not before the apps are ready
        post_migrate.connect(changes.install, sender=self)
