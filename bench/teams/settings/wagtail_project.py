"""A Django project that has Wagtail's apps and nothing else. "print DIR APP…" saves what sqlmigrate prints."""
import os
import sys
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

APPS = ["admin", "auth", "contenttypes", "sessions"]
WAGTAIL = ["contrib.forms", "contrib.redirects", "embeds", "users", "documents", "images", "search", "admin", ""]

settings.configure(
    SECRET_KEY="only to print SQL",
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=[f"django.contrib.{app}" for app in APPS]
    + [f"wagtail.{app}".rstrip(".") for app in WAGTAIL]
    + ["modelcluster", "taggit"],
    STATIC_URL="/static/",
    WAGTAIL_SITE_NAME="none",
    WAGTAILADMIN_BASE_URL="http://localhost",
    DATABASES={"default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.environ["PGHOST"], "PORT": os.environ["PGPORT"], "USER": os.environ["PGUSER"],
        "NAME": os.environ["PGDATABASE"]}},
)
django.setup()

from django.db import connection  # noqa: E402
from django.db.migrations.exceptions import IrreversibleError  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402



def save(app, name, *way):
    """What sqlmigrate prints. It looks constraints up in the database, which has to be at that migration."""
    printed = StringIO()
    try:
        call_command("sqlmigrate", app, name, *way, stdout=printed, stderr=StringIO(), no_color=True)
    except IrreversibleError:
        return
    folder = Path(sys.argv[2]) / app
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}{'.backwards' if way else ''}.sql").write_text(printed.getvalue())


if sys.argv[1] == "print":
    executor = MigrationExecutor(connection)
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        if migration.app_label in sys.argv[3:]:
            save(migration.app_label, migration.name)
        call_command("migrate", migration.app_label, migration.name, interactive=False, verbosity=0)
        if migration.app_label in sys.argv[3:]:
            save(migration.app_label, migration.name, "--backwards")
else:
    call_command(sys.argv[1], interactive=False)
