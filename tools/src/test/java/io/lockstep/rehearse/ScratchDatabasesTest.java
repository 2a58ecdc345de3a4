package io.lockstep.rehearse;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.database.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scratch databases on a server that others use, too. */
class ScratchDatabasesTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private MigrationFolder folder;

  @BeforeEach
  void migrations() {
    folder = new MigrationFolder(db).threeTables();
  }

  @Test
  void a_role_that_may_not_create_databases_is_told_what_it_needs() {
    database.jdbc().sql("drop role if exists \"no creator\"").update();
    database.jdbc().sql("create role \"no creator\" login").update();
    Settings own = database.settings();
    Settings role =
        new Settings(
            own.host(), own.port(), own.database(), "no creator", "", own.tls(), own.schema());
    assertThat(problem(ExitCode.REFUSED, () -> Rehearsing.fromZero(role, db)).text())
        .contains("ALTER ROLE \"no creator\" CREATEDB;");
  }

  @Test
  void the_role_that_the_login_has_been_given_is_the_one_that_needs_it() {
    database.jdbc().sql("drop role if exists \"its login\", \"given role\"").update();
    database.jdbc().sql("create role \"given role\"").update();
    database.jdbc().sql("create role \"its login\" login createdb in role \"given role\"").update();
    database.jdbc().sql("alter role \"its login\" set role = 'given role'").update();
    Settings own = database.settings();
    Settings login =
        new Settings(
            own.host(), own.port(), own.database(), "its login", "", own.tls(), own.schema());
    assertThat(problem(ExitCode.REFUSED, () -> Rehearsing.fromZero(login, db)).text())
        .contains("ALTER ROLE \"given role\" CREATEDB;");
  }

  @Test
  void a_role_that_the_login_has_been_given_in_this_database_rehearses() {
    database.jdbc().sql("drop role if exists \"a login\", \"an owner\"").update();
    database.jdbc().sql("create role \"an owner\" createdb").update();
    database.jdbc().sql("create role \"a login\" login noinherit in role \"an owner\"").update();
    database
        .jdbc()
        .sql(
            "alter role \"a login\" in database %s set role = 'an owner'"
                .formatted(database.name()))
        .update();
    Settings own = database.settings();
    Settings login =
        new Settings(own.host(), own.port(), own.database(), "a login", "", own.tls(), "shop");
    RehearsalReport report = Rehearsing.fromZero(login, db);
    assertThat(Rehearsing.lines(report, db))
        .containsExactly("V0001__a.sql: ok", "V0002__b.sql: ok", "V0003__c.sql: ok");
  }

  @Test
  void a_database_that_was_closed_to_writing_is_refused_in_words() {
    database
        .jdbc()
        .sql("alter database %s set default_transaction_read_only = on".formatted(database.name()))
        .update();
    assertThat(problem(ExitCode.REFUSED, () -> Rehearsing.fromZero(database, db)).text())
        .contains("read only", "RESET default_transaction_read_only");
  }

  @Test
  void a_scratch_database_has_the_settings_of_the_one_that_it_stands_for() {
    for (String setting :
        List.of(
            "timezone = 'Europe/Berlin'",
            "datestyle = 'German'",
            "search_path = \"$user\", shop, public",
            "my.own = 'it''s'")) {
      database.jdbc().sql("alter database " + database.name() + " set " + setting).update();
    }
    database
        .jdbc()
        .sql(
            "alter role postgres in database "
                + database.name()
                + " set intervalstyle = 'iso_8601'")
        .update();
    folder.file(
        "main/V0001__a.sql",
        """
        do $$ begin
          assert current_setting('timezone') = 'Europe/Berlin', current_setting('timezone');
          assert current_setting('datestyle') like 'German%', current_setting('datestyle');
          assert current_setting('search_path') like '%"$user", shop, public', current_setting('search_path');
          assert current_setting('intervalstyle') = 'iso_8601', current_setting('intervalstyle');
          assert current_setting('my.own') = 'it''s', current_setting('my.own');
        end $$;
        create table a (id int);
        """);
    RehearsalReport report = Rehearsing.fromZero(database, db);
    assertThat(Rehearsing.lines(report, db))
        .containsExactly("V0001__a.sql: ok", "V0002__b.sql: ok", "V0003__c.sql: ok");
  }

  @Test
  void a_role_that_is_no_superuser_can_rehearse_and_leaves_nothing() {
    database.jdbc().sql("drop role if exists creator").update();
    database.jdbc().sql("create role creator login createdb").update();
    Settings own = database.settings();
    Settings role =
        new Settings(own.host(), own.port(), own.database(), "creator", "", own.tls(), "shop");
    folder.file("main/U0002__b.sql", "select 1;\n");
    RehearsalReport report = Rehearsing.fromZero(role, db);
    assertThat(Rehearsing.lines(report, db))
        .containsExactly(
            "V0001__a.sql: ok",
            "V0002__b.sql: undo is not the inverse: after it the schema is not as before",
            "+ column b.id",
            "+ table b",
            "V0003__c.sql: ok");
    assertThat(Rehearsing.left(database)).isEmpty();
  }

  @Test
  void what_a_killed_rehearsal_has_left_is_dropped_by_the_next_and_nothing_else()
      throws SQLException {
    String ours = "scratch database of lockstep rehearse";
    make("lockstep_rehearsal_0123456789ab_1", ours);
    make("lockstep_rehearsal_0123456789ab_2", "somebody's");
    make("lockstep_rehearsal_living567890_1", ours);
    make("lockstep_rehearsal_visited67890_1", ours);
    try (Connection living =
            DriverManager.getConnection(
                database.url() + "&ApplicationName=lockstep%20rehearsal%20living567890");
        Connection visitor =
            DriverManager.getConnection(
                database.url().replace(database.name(), "lockstep_rehearsal_visited67890_1"))) {
      assertThat(Rehearsing.fromZero(database, db).problem(false)).isEmpty();
      assertThat(Rehearsing.left(database))
          .containsExactlyInAnyOrder(
              "lockstep_rehearsal_0123456789ab_2",
              "lockstep_rehearsal_living567890_1",
              "lockstep_rehearsal_visited67890_1");
      assertThat(living.isValid(60) && visitor.isValid(60)).isTrue();
    }
    Rehearsing.left(database)
        .forEach(name -> database.jdbc().sql("drop database " + name + " with (force)").update());
  }

  private void make(String name, String comment) {
    database.jdbc().sql("create database " + name).update();
    database
        .jdbc()
        .sql("comment on database %s is '%s'".formatted(name, comment.replace("'", "''")))
        .update();
  }

  @Test
  void a_role_that_a_script_leaves_on_the_server_is_said() {
    database.jdbc().sql("drop role if exists left_role, taken_role").update();
    folder
        .file("main/V0004__d.sql", "create role taken_role; create role left_role;")
        .file("main/U0004__d.sql", "drop role taken_role; drop role if exists left_role;")
        .file("main/V0005__e.sql", "drop role taken_role;")
        .file("main/U0005__e.sql", "create role taken_role;");
    assertThat(Rehearsing.fromZero(database, db, "main latest").notes())
        .containsExactly(
            "the scripts have made the role left_role, which is the whole server's and stays: DROP ROLE \"left_role\" before they run");
    database.jdbc().sql("drop role left_role").update();
  }
}
