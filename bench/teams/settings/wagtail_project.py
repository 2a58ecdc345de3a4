"""A Django project that has Wagtail's apps and nothing else. "print DIR APP…" saves what sqlmigrate prints."""
import os
import sys
from contextlib import redirect_stdout
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
        "NAME": os.environ.get("POSTGRES_DB", "postgres")}},
)
django.setup()

if sys.argv[1] == "print":
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    for app, name in sorted(MigrationLoader(connection).disk_migrations):
        if app in sys.argv[3:]:
            folder = Path(sys.argv[2]) / app
            folder.mkdir(parents=True, exist_ok=True)
            for way in ([], ["--backwards"]):
                with StringIO() as printed:
                    try:
                        call_command("sqlmigrate", app, name, *way, stdout=printed, no_color=True)
                    except Exception:  # it can't be undone, or is a program through and through
                        if way:
                            continue
                        raise
                    (folder / f"{name}{'.backwards' if way else ''}.sql").write_text(printed.getvalue())
elif sys.argv[1] == "plan":
    call_command("showmigrations", "--plan")
else:
    call_command(sys.argv[1], interactive=False)
