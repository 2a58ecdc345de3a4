package io.lockstep.importing;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Django project with an app {@code shop} of three migrations, on this database. */
final class DjangoProject {
  private static final List<String> TWO_HEADS = List.of("price", "amount");

  private final RealTool python;
  private final Path folder;

  DjangoProject(RealTool python, Path folder, TestDatabase database) {
    this.python = python;
    this.folder = folder.resolve("project");
    new MigrationFolder(this.folder)
        .file("manage.py", settings(database) + "execute_from_command_line(sys.argv)\n")
        .file(
            "sqlmigrate.py",
            settings(database)
                + """
                from contextlib import redirect_stdout
                for name in sys.argv[2:]:
                    for way in ([], ["--backwards"]):
                        path = sys.argv[1] + "/" + name + (".backwards.sql" if way else ".sql")
                        with open(path, "w", encoding="utf-8") as file, redirect_stdout(file):
                            execute_from_command_line(["manage.py", "sqlmigrate", "shop", name, *way])
                """)
        .file("shop/__init__.py", "")
        .file("shop/migrations/__init__.py", "")
        .file(
            "shop/migrations/0001_initial.py",
            """
            from django.db import migrations, models
            class Migration(migrations.Migration):
                initial = True
                dependencies = []
                operations = [
                    migrations.CreateModel("Customer", [
                        ("id", models.BigAutoField(primary_key=True)),
                        ("name", models.CharField(max_length=100, db_index=True))]),
                    migrations.CreateModel("Purchase", [
                        ("id", models.BigAutoField(primary_key=True)),
                        ("customer", models.ForeignKey("shop.Customer", models.CASCADE))])]
            """)
        .file(
            "shop/migrations/0002_note.py",
            """
            from django.db import migrations, models
            class Migration(migrations.Migration):
                dependencies = [("shop", "0001_initial")]
                operations = [
                    migrations.AddField("Purchase", "note", models.TextField(default="none")),
                    migrations.RunSQL("create view names as select name from shop_customer",
                                      "drop view names")]
            """)
        .file(
            "shop/migrations/0003_index.py",
            """
            from django.contrib.postgres.operations import AddIndexConcurrently
            from django.db import migrations, models
            class Migration(migrations.Migration):
                atomic = False
                dependencies = [("shop", "0002_note")]
                operations = [AddIndexConcurrently("Purchase", models.Index(fields=["note"], name="purchase_note"))]
            """);
  }

  /** Adds two heads, and their merge. */
  DjangoProject withTwoHeads() {
    for (String name : TWO_HEADS) {
      new MigrationFolder(folder)
          .file(
              "shop/migrations/0004_" + name + ".py",
              """
              from django.db import migrations, models
              class Migration(migrations.Migration):
                  dependencies = [("shop", "0003_index")]
                  operations = [migrations.AddField("Purchase", "%s", models.TextField(null=True))]
              """
                  .formatted(name));
    }
    new MigrationFolder(folder)
        .file(
            "shop/migrations/0005_merge.py",
            """
            from django.db import migrations
            class Migration(migrations.Migration):
                dependencies = [("shop", "0004_price"), ("shop", "0004_amount")]
                operations = []
            """);
    return this;
  }

  /**
   * What sqlmigrate prints of all migrations that are there; one process, since it starts slowly.
   */
  Importing printed(Path where) throws IOException {
    Importing files = new Importing("django", where);
    Files.createDirectories(files.source());
    List<String> arguments = new ArrayList<>(List.of("sqlmigrate.py", files.source().toString()));
    try (Stream<Path> migrations = Files.list(folder.resolve("shop/migrations"))) {
      migrations
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[0-9].*\\.py"))
          .map(name -> name.replace(".py", ""))
          .forEach(arguments::add);
    }
    python.run(folder, arguments.toArray(String[]::new));
    return files;
  }

  private static String settings(TestDatabase database) {
    return """
        import sys
        from django.conf import settings
        from django.core.management import execute_from_command_line
        settings.configure(
            INSTALLED_APPS=["django.contrib.postgres", "shop"],
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
            DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "HOST": "localhost", "PORT": %d,
                                   "NAME": "%s", "USER": "postgres", "PASSWORD": "postgres"}})
        """
        .formatted(TestDatabase.port(), database.name());
  }

  /** Runs a command of {@code manage.py}, and returns what it prints. */
  String manage(String... arguments) {
    List<String> all = new ArrayList<>(List.of("manage.py"));
    all.addAll(List.of(arguments));
    return python.run(folder, all.toArray(String[]::new));
  }
}
