package io.lockstep.database;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.plan.PlanOptions;
import io.lockstep.run.Lockstep;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolerTest {
  @TempDir Path folder;
  @TempDir Path pooler;

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void files() {
    new MigrationFolder(folder).threeTables();
  }

  private Lockstep through(PgBouncer bouncer) {
    ProcessClock clock = new ProcessClock();
    return new Lockstep(
        new Connector(bouncer.through(database.settings()), clock, Duration.ofSeconds(10)),
        CatalogReader.read(folder),
        clock);
  }

  @Test
  void a_pooler_in_transaction_mode_is_recognized_and_refused() throws IOException {
    try (PgBouncer bouncer = PgBouncer.start(pooler, "transaction")) {
      assertThat(
              problem(ExitCode.REFUSED, () -> through(bouncer).migrate(targets("main latest")))
                  .text())
          .contains("pooler in transaction mode", "direct connection");
      assertThat(database.fingerprint()).isEmpty();
    }
  }

  @Test
  void one_that_gives_each_transaction_another_server_session_is_recognized_too()
      throws IOException, SQLException {
    try (PgBouncer bouncer = PgBouncer.start(pooler, "transaction", "server_round_robin = 1")) {
      openServerSessions(bouncer);
      assertThat(
              problem(ExitCode.REFUSED, () -> through(bouncer).migrate(targets("main latest")))
                  .text())
          .contains("pooler in transaction mode");
      assertThat(database.fingerprint()).isEmpty();
    }
  }

  /** The pooler has two server sessions that are free. */
  private void openServerSessions(PgBouncer bouncer) throws SQLException {
    DataSource source = bouncer.through(database.settings()).dataSource("traffic");
    try (Connection one =
            Patience.await().ignoreExceptions().until(source::getConnection, Objects::nonNull);
        Connection two = source.getConnection()) {
      for (Connection client : List.of(one, two)) {
        client.setAutoCommit(false);
        client.createStatement().execute("select 1");
      }
      one.rollback();
      two.rollback();
    }
  }

  @Test
  void a_pooler_in_session_mode_is_as_good_as_none() throws IOException {
    try (PgBouncer bouncer = PgBouncer.start(pooler, "session")) {
      through(bouncer).migrate(targets("main latest", "main 1"));
      assertThat(database.fingerprint()).contains("relation a").doesNotContain("relation b");
    }
  }

  @Test
  void whoever_only_reads_may_come_through_transaction_mode_and_leaves_nothing_behind()
      throws IOException, SQLException {
    database.lockstep(folder).migrate(targets("main latest"));
    try (PgBouncer bouncer = PgBouncer.start(pooler, "transaction")) {
      Lockstep lockstep = through(bouncer);
      for (int i = 0; i < 7; i++) { // the driver prepares a statement on the server the 5th time
        assertThat(lockstep.list().apps().get(0).current()).isEqualTo("0003");
        assertThat(lockstep.check().findings()).isEmpty();
        assertThat(lockstep.status(List.of("main latest")).reached()).isTrue();
        assertThat(lockstep.plan(List.of("main 1"), PlanOptions.STRICT)).hasSize(1);
        assertThat(lockstep.verify(List.of("main latest")).result()).hasToString("as recorded");
      }
      try (Connection another =
              bouncer.through(database.settings()).dataSource("another").getConnection();
          ResultSet left =
              another
                  .createStatement()
                  .executeQuery(
                      """
                      select name || '=' || setting from pg_settings
                       where source = 'session' and name not in ('application_name', 'extra_float_digits', 'client_encoding', 'DateStyle', 'TimeZone')
                         and name not like 'transaction%'
                      """)) {
        assertThat(left.next() ? left.getString(1) : "nothing").isEqualTo("nothing");
      }
    }
  }

  @Test
  void a_pooler_in_statement_mode_is_refused_to_who_migrates_and_named_to_who_reads()
      throws IOException {
    try (PgBouncer bouncer = PgBouncer.start(pooler, "statement")) {
      assertThat(
              problem(ExitCode.REFUSED, () -> through(bouncer).migrate(targets("main latest")))
                  .text())
          .contains("statement mode", "direct connection");
      assertThat(problem(ExitCode.UNREACHABLE, () -> through(bouncer).list()).text())
          .contains("statement mode", "direct connection");
      assertThat(database.fingerprint()).isEmpty();
    }
  }
}
