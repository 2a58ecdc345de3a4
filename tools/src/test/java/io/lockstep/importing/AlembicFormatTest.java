package io.lockstep.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Alembic has printed, where it looks like what it prints for itself. */
class AlembicFormatTest {
  @TempDir Path folder;

  @Test
  void a_users_column_of_the_name_in_alembics_table_is_kept() {
    Importing alembic =
        new Importing("alembic", folder)
            .file(
                "up.sql",
                """
                BEGIN;

                CREATE TABLE alembic_version (
                    version_num VARCHAR(32) NOT NULL,\s
                    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
                );

                -- Running upgrade  -> aaa111

                CREATE TABLE doc (
                    id SERIAL NOT NULL,\s
                    version_num INTEGER NOT NULL
                );

                INSERT INTO doc (version_num) VALUES ('1');

                UPDATE doc SET version_num='2' WHERE doc.version_num = '1';

                INSERT INTO alembic_version (version_num) VALUES ('aaa111') RETURNING alembic_version.version_num;

                COMMIT;
                """)
            .file(
                "down.sql",
                """
                -- Running downgrade aaa111 ->\s

                DELETE FROM doc WHERE doc.version_num = '2';

                DROP TABLE doc;

                DELETE FROM alembic_version WHERE alembic_version.version_num = 'aaa111';

                DROP TABLE alembic_version;
                """);
    alembic.run();
    assertThat(alembic.written())
        .containsOnly(
            entry(
                "V0001__aaa111.sql",
                """
                CREATE TABLE doc (
                    id SERIAL NOT NULL,\s
                    version_num INTEGER NOT NULL
                );

                INSERT INTO doc (version_num) VALUES ('1');

                UPDATE doc SET version_num='2' WHERE doc.version_num = '1';
                """),
            entry(
                "U0001__aaa111.sql",
                "DELETE FROM doc WHERE doc.version_num = '2';\n\nDROP TABLE doc;\n"));
  }

  @Test
  void a_revision_of_another_branch_says_what_it_follows_and_a_merge_does_not() {
    Importing alembic =
        new Importing("alembic", folder)
            .file(
                "up.sql",
                """
                -- Running upgrade  -> aaa111

                select 'a';

                INSERT INTO alembic_version (version_num) VALUES ('aaa111') RETURNING alembic_version.version_num;

                -- Running upgrade aaa111 -> bbb222

                select 'b';

                UPDATE alembic_version SET version_num='bbb222' WHERE alembic_version.version_num = 'aaa111';

                -- Running upgrade aaa111 -> ccc333

                select 'c';

                INSERT INTO alembic_version (version_num) VALUES ('ccc333') RETURNING alembic_version.version_num;

                -- Running upgrade  -> ddd444

                select 'd';

                INSERT INTO alembic_version (version_num) VALUES ('ddd444') RETURNING alembic_version.version_num;

                -- Running upgrade ddd444 -> eee555

                select 'depends on b';

                DELETE FROM alembic_version WHERE alembic_version.version_num = 'ddd444';

                UPDATE alembic_version SET version_num='eee555' WHERE alembic_version.version_num = 'bbb222';

                -- Running upgrade ccc333, eee555 -> fff666

                select 'merge';

                DELETE FROM alembic_version WHERE alembic_version.version_num = 'ccc333';

                UPDATE alembic_version SET version_num='fff666' WHERE alembic_version.version_num = 'eee555';
                """);
    alembic.run();
    assertThat(alembic.written())
        .containsOnly(
            entry("V0001__aaa111.sql", "select 'a';\n"),
            entry("V0002__bbb222.sql", "select 'b';\n"),
            entry("V0003__ccc333.sql", "-- Alembic: follows aaa111\nselect 'c';\n"),
            entry("V0004__ddd444.sql", "-- Alembic: follows nothing\nselect 'd';\n"),
            entry(
                "V0005__eee555.sql",
                "-- Alembic: follows bbb222, ddd444\nselect 'depends on b';\n"),
            entry("V0006__fff666.sql", "select 'merge';\n"));
  }
}
