package io.lockstep.importing;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lockstep.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools whose migrations are programs or come with metadata: the SQL that can be had of them. */
class ProgramFormatsTest {
  private static final String NOTHING = "-- metadata of Hasura's alone: nothing to do here\n";

  @TempDir Path folder;

  private static String withoutAdvice(String note) {
    return note.replaceFirst("\\. [A-Z].*", ".");
  }

  @Test
  void hasuras_folders_are_taken_and_what_is_metadata_is_said() {
    Importing hasura =
        new Importing("hasura", folder)
            .file("metadata/version.yaml", "version: 3")
            .file("migrations/default/1620138136207_init/up.sql", "create table a ();")
            .file("migrations/default/1620138136207_init/down.sql", "drop table a;")
            .file("migrations/default/1620138136300_b c/up.sql", "create table b ();")
            .file(
                "migrations/default/1620138136300_b c/down.sql",
                "-- Could not auto-generate a down migration.\n")
            .file("migrations/default/1620138136207_init/up.yaml", "- type: track_table")
            .file("migrations/default/1620138136400_track/up.yaml", "- type: track_table")
            .file("migrations/default/1620138136400_track/down.yaml", "[]")
            .file(
                "migrations/default/1620138136500_old/up.yaml", "- args: {sql: x}\n  type: run_sql")
            .file("seeds/default/1620138136500_rows.sql", "insert into a default values;");
    assertThat(hasura.notes())
        .map(ProgramFormatsTest::withoutAdvice)
        .containsExactly(
            "!  migrations/default/1620138136500_old/up.yaml: has SQL in YAML, so its file is a draft.",
            "*  migrations/default/1620138136300_b c/down.sql: its down has no statement, so a rollback takes nothing back.",
            "*  migrations/default/1620138136400_track/down.yaml: its down has no statement, so a rollback takes nothing back.",
            "*  V1620138136500__old.sql: nothing takes it back, so no rollback can pass it.");
    assertThat(hasura.written())
        .containsOnly(
            entry("V1620138136207__init.sql", "create table a ();"),
            entry("U1620138136207__init.sql", "drop table a;"),
            entry("V1620138136300__b_c.sql", "create table b ();"),
            entry("U1620138136300__b_c.sql", "-- Could not auto-generate a down migration.\n"),
            entry("V1620138136400__track.sql", NOTHING),
            entry("U1620138136400__track.sql", NOTHING),
            entry(
                "V1620138136500__old.sql",
                "-- lockstep: draft\n-- what run_sql says in migrations/default/1620138136500_old/up.yaml\n"));
  }

  @Test
  void hasuras_first_form_is_read_and_two_databases_are_refused() {
    Importing first = new Importing("hasura", folder).file("1_a.up.sql", "select 1;");
    first.run();
    assertThat(first.written()).containsOnlyKeys("V1__a.sql");
    Importing two = new Importing("hasura", folder.resolve("two"));
    two.file("default/1_a/up.sql", "").file("other/1_a/up.sql", "");
    assertThat(problem(ExitCode.USAGE, two::run).text()).contains("default, other", "Nothing was");
  }

  @Test
  void alembics_output_is_cut_into_revisions_and_its_own_table_left_out() {
    Importing alembic =
        new Importing("alembic", folder)
            .file(
                "upgrade.sql",
                """
                BEGIN;

                CREATE TABLE alembic_version (
                    version_num VARCHAR(32) NOT NULL,
                    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
                );

                -- Running upgrade  -> aaa111

                CREATE TABLE a (n INTEGER);

                INSERT INTO alembic_version (version_num) VALUES ('aaa111') RETURNING alembic_version.version_num;

                -- Running upgrade aaa111 -> bbb222

                ALTER TABLE a ADD COLUMN m INTEGER;

                COMMIT;

                CREATE INDEX CONCURRENTLY i ON a (n);

                BEGIN;

                CREATE VIEW v AS SELECT 1;

                UPDATE alembic_version SET version_num='bbb222' WHERE alembic_version.version_num = 'aaa111';

                -- Running upgrade bbb222 -> ccc333

                COMMIT;

                CREATE INDEX CONCURRENTLY j ON a (m);

                BEGIN;

                UPDATE alembic_version SET version_num='ccc333' WHERE alembic_version.version_num = 'bbb222';

                -- Running upgrade ccc333 -> ddd444

                UPDATE alembic_version SET version_num='ddd444' WHERE alembic_version.version_num = 'ccc333';

                COMMIT;
                """)
            .file(
                "downgrade.sql",
                """
                BEGIN;

                -- Running downgrade aaa111 ->\s

                DROP TABLE a;

                DELETE FROM alembic_version WHERE alembic_version.version_num = 'aaa111';

                DROP TABLE alembic_version;

                COMMIT;
                """)
            .file("versions/aaa111_tables.py", "revision: str = 'aaa111'\ndown_revision = None\n")
            .file("versions/2024_b.py", "revision = \"bbb222\"\n")
            .file("versions/more.py", "revision = 'eee555'\n");
    assertThat(alembic.notes())
        .map(ProgramFormatsTest::withoutAdvice)
        .containsExactly(
            "!  eee555: is a revision that was not printed, so it is left out.",
            "*  "
                + alembic.source()
                + ": versions are numbered from 0001 in the order of the files, since what they have are not numbers that grow.",
            "*  V0002__bbb222_2024_b.sql, V0003__ccc333.sql, V0004__ddd444.sql: nothing takes it back, so no rollback can pass it.");
    assertThat(alembic.written())
        .containsOnly(
            entry("V0001__aaa111_tables.sql", "CREATE TABLE a (n INTEGER);\n"),
            entry("U0001__aaa111_tables.sql", "DROP TABLE a;\n"),
            entry(
                "V0002__bbb222_2024_b.sql",
                """
                -- lockstep: no-transaction
                BEGIN;

                ALTER TABLE a ADD COLUMN m INTEGER;

                COMMIT;

                CREATE INDEX CONCURRENTLY i ON a (n);

                BEGIN;

                CREATE VIEW v AS SELECT 1;

                COMMIT;
                """),
            entry("V0003__ccc333.sql", "CREATE INDEX CONCURRENTLY j ON a (m);\n"),
            entry("V0004__ddd444.sql", ""));
  }

  @Test
  void alembics_revisions_in_files_of_their_own_are_put_in_order() {
    Importing alembic =
        new Importing("alembic", folder)
            .file("b.sql", "set search_path to s;\n-- Running upgrade a, c -> b\nselect 'b';\n")
            .file("c.sql", "set search_path to s;\n-- Running upgrade a -> c\nselect 'c';\n")
            .file("x.sql", "-- Running upgrade  -> a\nselect 'a';\n")
            .file("other.sql", "select 1;");
    assertThat(alembic.notes())
        .first()
        .asString()
        .startsWith("!  other.sql: has no line \"-- Running upgrade\", so it is left out");
    assertThat(alembic.written())
        .containsOnly(
            entry("V0001__a.sql", "select 'a';\n"),
            entry("V0002__c.sql", "set search_path to s;\nselect 'c';\n"),
            entry("V0003__b.sql", "set search_path to s;\nselect 'b';\n"));
  }

  @Test
  void rails_structure_is_one_migration_and_later_ones_follow() {
    Importing rails =
        new Importing("rails", folder)
            .file(
                "db/structure.sql",
                """
                SET statement_timeout = 0;

                CREATE TABLE public.ar_internal_metadata (
                    key character varying NOT NULL
                );

                CREATE TABLE public.orders (id bigint);

                CREATE TABLE public.schema_migrations (
                    version character varying NOT NULL
                );

                ALTER TABLE ONLY public.schema_migrations
                    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);

                SET search_path TO "$user", public;

                INSERT INTO "schema_migrations" (version) VALUES
                ('20240102000000'),
                ('20240101000000');
                """)
            .file("db/migrate/20240101000000_a.rb", "")
            .file("db/migrate/20240103000000_c.rb", "")
            .file("db/migrate/20240104000000_d.rb", "")
            .file("printed/20240101000000_a.sql", "select 1;")
            .file("printed/20240103000000_c.sql", "-- disable_ddl_transaction!\nselect 3;")
            .file("printed/20240103000000_c.down.sql", "select -3;");
    assertThat(rails.notes())
        .map(ProgramFormatsTest::withoutAdvice)
        .containsExactly(
            "!  db/migrate/20240104000000_d.rb: is a program in Ruby, so it is left out.",
            "*  db/structure.sql: is one migration here, for all 2 up to 20240102000000.",
            "*  V20240102000000__structure.sql: nothing takes it back, so no rollback can pass it.");
    assertThat(rails.written())
        .containsOnly(
            entry(
                "V20240102000000__structure.sql",
                """
                SET statement_timeout = 0;


                CREATE TABLE public.orders (id bigint);



                SET search_path TO "$user", public;

                """),
            entry(
                "V20240103000000__c.sql",
                "-- lockstep: no-transaction\n-- disable_ddl_transaction!\nselect 3;"),
            entry("U20240103000000__c.sql", "select -3;"));
  }

  @Test
  void alembics_own_table_of_another_name_is_left_out_as_well() {
    new Importing("alembic", folder)
        .file(
            "up.sql",
            """
            CREATE TABLE ops."Versions" (
                version_num VARCHAR(32) NOT NULL
            );

            -- Running upgrade  -> aaa111

            CREATE TABLE a (n INTEGER);

            INSERT INTO ops."Versions" (version_num) VALUES ('aaa111') RETURNING ops."Versions".version_num;
            """)
        .file(
            "down.sql",
            """
            BEGIN;

            -- Running downgrade aaa111 ->\s

            DROP TABLE a;

            DELETE FROM ops."Versions" WHERE ops."Versions".version_num = 'aaa111';

            COMMIT;

            DROP TABLE ops."Versions";

            """)
        .run();
    assertThat(new Importing("alembic", folder).written())
        .containsOnly(
            entry("V0001__aaa111.sql", "CREATE TABLE a (n INTEGER);\n"),
            entry("U0001__aaa111.sql", "DROP TABLE a;\n"));
  }
}
