package io.lockstep.importing;

import static io.lockstep.importing.ShopStatements.DROP_FUNCTION;
import static io.lockstep.importing.ShopStatements.DROP_INDEX;
import static io.lockstep.importing.ShopStatements.DROP_TABLES;
import static io.lockstep.importing.ShopStatements.FUNCTION;
import static io.lockstep.importing.ShopStatements.INDEX;
import static io.lockstep.importing.ShopStatements.TABLES;
import static io.lockstep.importing.ShopStatements.TRIGGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way of a team whose migrations are programs, or are named by a plan: the real tool has
 * brought its database up; what it prints or reads is imported, makes the same schema in a new
 * database, and the tool's own database is adopted.
 */
class ImportedFromProgramsTest {
  private static final String PYTHON =
      """
      from alembic import op
      import sqlalchemy as sa
      revision = "%s"
      down_revision = %s
      def upgrade():
          %s
      def downgrade():
          %s
      """;
  private static final String JAVASCRIPT =
      """
      module.exports = class %s {
        transaction = %s;
        async up(queryRunner) {
          await queryRunner.query(`%s`);
        }
        async down(queryRunner) {
          await queryRunner.query(`%s`);
        }
      };
      """;
  private static final String RUBY =
      """
      class %s < ActiveRecord::Migration[6.1]
        %s
        def up
          %s
        end
        def down
          %s
        end
      end
      """;
  private static final String PLANNED = " 2024-01-01T00:00:00Z Ann <ann@example.com>\n";

  @TempDir Path folder;

  private final SameSchema databases = SameSchema.create();

  private void assertSameAndAdopted(Importing files, String from, String... ownTables)
      throws Exception {
    assertThat(files.run().problem()).isEmpty();
    databases.assertThatLockstepAdopts(files.db(), from);
    databases.assertThatLockstepMakes(files.db(), List.of(ownTables));
  }

  @Test
  void alembic_with_two_branches_and_an_autocommit_block() throws Exception {
    MigrationFolder project =
        new MigrationFolder(folder.resolve("project"))
            .file(
                "alembic.ini",
                "[alembic]\nscript_location = %(here)s/migrations\nsqlalchemy.url = "
                    + databases.toolsUrl("postgresql+psycopg").replaceFirst("\\?.*", "")
                    + "\n")
            .file(
                "migrations/env.py",
                """
                from alembic import context
                from sqlalchemy import create_engine
                url = context.config.get_main_option("sqlalchemy.url")
                if context.is_offline_mode():
                    context.configure(url=url, literal_binds=True, dialect_opts={"paramstyle": "named"})
                    with context.begin_transaction():
                        context.run_migrations()
                else:
                    with create_engine(url).connect() as connection:
                        context.configure(connection=connection)
                        with context.begin_transaction():
                            context.run_migrations()
                """);
    revision(project, "0f3c9a1b2d4e_tables", "None", TABLES, DROP_TABLES);
    revision(project, "1a2b3c4d5e6f_function", "'0f3c9a1b2d4e'", FUNCTION + TRIGGER, DROP_FUNCTION);
    project
        .file(
            "migrations/versions/2b3c4d5e6f70_index.py",
            PYTHON.formatted(
                "2b3c4d5e6f70",
                "'0f3c9a1b2d4e'",
                """
                op.add_column("purchase", sa.Column("note", sa.Text, server_default="100% a:b"))
                    with op.get_context().autocommit_block():
                        op.create_index("note_idx", "purchase", ["note"], postgresql_concurrently=True)
                    op.alter_column("purchase", "note", nullable=False)
                """,
                "op.drop_column('purchase', 'note')"))
        .file(
            "migrations/versions/3c4d5e6f7081_merge.py",
            PYTHON.formatted("3c4d5e6f7081", "('1a2b3c4d5e6f', '2b3c4d5e6f70')", "pass", "pass"));
    RealTool alembic = RealTool.named("alembic/bin/alembic");
    Path root = folder.resolve("project");
    alembic.run(root, "upgrade", "heads");
    Importing files =
        new Importing("alembic", folder)
            .file("upgrade.sql", alembic.run(root, "upgrade", "base:heads", "--sql"))
            .file("downgrade.sql", alembic.run(root, "downgrade", "heads:base", "--sql"));
    assertSameAndAdopted(files, "alembic_version (Alembic)", "alembic_version");
  }

  private static void revision(
      MigrationFolder project, String name, String after, String up, String down) {
    project.file(
        "migrations/versions/" + name + ".py",
        PYTHON.formatted(
            name.substring(0, 12),
            after,
            "op.execute('''" + up + "''')",
            "op.execute('''" + down + "''')"));
  }

  @Test
  void sqitch_with_a_change_that_was_reworked() throws Exception {
    Importing files =
        new Importing("sqitch", folder)
            .file("sqitch.conf", "[core]\n\tengine = pg\n")
            .file(
                "sqitch.plan",
                "%syntax-version=1.0.0\n%project=webshop\n\nshop/tables"
                    + PLANNED
                    + "function [shop/tables]"
                    + PLANNED
                    + "@v1"
                    + PLANNED
                    + "index [shop/tables]"
                    + PLANNED
                    + "function [function@v1]"
                    + PLANNED)
            .file("deploy/shop/tables.sql", "BEGIN;\n" + TABLES + "COMMIT;\n")
            .file("revert/shop/tables.sql", "BEGIN;\n" + DROP_TABLES + "COMMIT;\n")
            .file("deploy/function@v1.sql", "BEGIN;\n" + FUNCTION + TRIGGER + "COMMIT;\n")
            .file("revert/function@v1.sql", "BEGIN;\n" + DROP_FUNCTION + "COMMIT;\n")
            .file("deploy/index.sql", INDEX)
            .file("revert/index.sql", DROP_INDEX)
            .file("verify/index.sql", "SELECT 1;\n")
            .file(
                "deploy/function.sql",
                FUNCTION
                    .replace("create function", "create or replace function")
                    .replace("trim(", "btrim("))
            .file(
                "revert/function.sql",
                FUNCTION.replace("create function", "create or replace function"));
    RealTool.named("sqitch").run(files.source(), "deploy", databases.toolsUrl("db:pg"));
    assertThat(files.run().problem()).isEmpty();
    databases.assertThatLockstepAdopts(files.db(), "changes (Sqitch)");
    databases.tools().jdbc().sql("drop schema sqitch cascade").update();
    databases.assertThatLockstepMakes(files.db(), List.of());
  }

  @Test
  void typeorm() throws Exception {
    RealTool typeorm = RealTool.named("typeorm/node_modules/.bin/typeorm");
    Importing files =
        new Importing("typeorm", folder)
            .file(
                "1620138136207-tables.js",
                JAVASCRIPT.formatted("Tables1620138136207", true, TABLES, DROP_TABLES))
            .file(
                "1620138136300-function.js",
                JAVASCRIPT.formatted(
                    "Function1620138136300", true, FUNCTION + TRIGGER, DROP_FUNCTION))
            .file(
                "1620138136400-index.js",
                JAVASCRIPT.formatted("Index1620138136400", false, INDEX, DROP_INDEX));
    new MigrationFolder(folder)
        .file(
            "data-source.js",
            """
            const { DataSource } = require("%s");
            module.exports = new DataSource({ type: "postgres", url: "%s",
              migrations: ["%s/*.js"], migrationsTransactionMode: "each" });
            """
                .formatted(
                    typeorm.program().resolve("../../typeorm").normalize(),
                    databases.toolsUrl("postgres"),
                    files.source()));
    typeorm.run(folder, "migration:run", "-d", "data-source.js");
    assertSameAndAdopted(files, "migrations (TypeORM)", "migrations");
  }

  /** By the program of docs/from/rails.md. */
  @Test
  void rails() throws Exception {
    RealTool ruby = RealTool.named("ruby");
    String connection =
        """
        require "active_record"
        require "pg"
        ActiveRecord::Base.establish_connection("%s")
        ActiveRecord::Migration.verbose = false
        """
            .formatted(databases.toolsUrl("postgres").replaceFirst("\\?.*", ""));
    new MigrationFolder(folder)
        .file(
            "db/migrate/20240101000000_tables.rb",
            RUBY.formatted(
                "Tables",
                "",
                "execute <<~'SQL'\n" + TABLES + "\nSQL",
                "execute <<~'SQL'\n" + DROP_TABLES + "\nSQL"))
        .file(
            "db/migrate/20240102000000_add_note.rb",
            """
            class AddNote < ActiveRecord::Migration[6.1]
              disable_ddl_transaction!
              def change
                add_column :purchase, :note, :string, null: false, default: "it's"
                add_index :purchase, :note, algorithm: :concurrently
              end
            end
            """)
        .file("print.rb", connection + printing())
        .file(
            "migrate.rb", connection + "ActiveRecord::Base.connection.migration_context.migrate\n");
    ruby.run(folder, "print.rb");
    ruby.run(folder, "migrate.rb");
    Importing files = new Importing("rails", folder);
    Files.move(folder.resolve("printed"), files.source());
    assertSameAndAdopted(
        files, "schema_migrations (Rails)", "schema_migrations", "ar_internal_metadata");
  }

  private static String printing() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "from", "rails.md"));
    return page.substring(page.indexOf("```ruby\n") + "```ruby\n".length())
        .replaceFirst("(?s)```.*", "");
  }
}
