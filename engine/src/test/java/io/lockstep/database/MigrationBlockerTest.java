package io.lockstep.database;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.plan.PlanOptions;
import io.lockstep.run.Lockstep;
import io.lockstep.sql.Identifier;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationBlockerTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void files() {
    new MigrationFolder(folder).threeTables();
  }

  private void sql(String statement) {
    database.jdbc().sql(statement).update();
  }

  private void readOnly() {
    sql("alter database %s set default_transaction_read_only = on".formatted(database.name()));
  }

  private void asAdvised() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set default_transaction_read_only = off");
      statement.execute(
          "alter database %s reset default_transaction_read_only".formatted(database.name()));
    }
  }

  @Test
  void a_database_that_was_closed_to_writing_is_left_alone_until_it_is_opened_again()
      throws SQLException {
    readOnly();
    String refusal =
        problem(ExitCode.REFUSED, () -> database.lockstep(folder).migrate(targets("main latest")))
            .text();
    assertThat(refusal).contains("read only", "RESET default_transaction_read_only");
    assertThat(database.fingerprint()).isEmpty();
    asAdvised();
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(database.fingerprint()).contains("relation c");
  }

  @Test
  void one_that_was_closed_after_a_run_is_left_alone_too_and_can_be_read() {
    database.lockstep(folder).migrate(targets("main 1"));
    readOnly();
    Lockstep lockstep = database.lockstep(folder);
    problem(ExitCode.REFUSED, () -> lockstep.migrate(targets("main latest")));
    assertThat(lockstep.plan(List.of("main latest"), PlanOptions.STRICT).get(0).steps()).hasSize(2);
    assertThat(lockstep.verify(List.of("main 1")).result()).hasToString("as recorded");
  }

  @Test
  void a_role_whose_name_Flyway_cannot_write_is_refused_before_anything_is_changed() {
    String role = database.name() + "_o'brien";
    sql("create role " + Identifier.quote(role) + " login superuser password 'postgres'");
    try {
      assertThat(problem(ExitCode.REFUSED, () -> as(role).migrate(targets("main latest"))).text())
          .contains("apostrophe", "POSTGRES_USER");
      assertThat(database.fingerprint()).isEmpty();
      assertThat(as(role).plan(List.of("main latest"), PlanOptions.STRICT).get(0).steps())
          .hasSize(3);
    } finally {
      sql("drop role " + Identifier.quote(role));
    }
  }

  private Lockstep as(String role) {
    Settings settings = database.settings();
    Settings others =
        new Settings(
            settings.host(),
            settings.port(),
            settings.database(),
            role,
            settings.password(),
            settings.tls(),
            settings.schema());
    ProcessClock clock = new ProcessClock();
    return new Lockstep(
        new Connector(others, clock, Duration.ofSeconds(10)), CatalogReader.read(folder), clock);
  }
}
