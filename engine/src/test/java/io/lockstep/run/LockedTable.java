package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.with;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.run.report.Retries;
import io.lockstep.run.report.RunReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A table that a reader holds, and a migration that changes it. */
abstract class LockedTable {
  static final Duration SHORT = Duration.ofMillis(300);

  @TempDir Path folder;

  final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void table() {
    new MigrationFolder(folder)
        .file("main/V1__t.sql", "create table t (v int);")
        .file("main/U1__t.sql", "drop table t;")
        .file("main/V2__w.sql", "alter table t add column w int;")
        .file("main/U2__w.sql", "alter table t drop column w;");
  }

  /** What is said when version 2 has used up its tries. */
  String staysLocked(int tries) {
    return problem(
            ExitCode.LOCK_NOT_OBTAINED,
            () -> database.lockstep(folder).migrate(with(new Retries(SHORT, tries), "main 2")))
        .text();
  }

  Connection longReader() throws SQLException {
    Connection reader = database.connect();
    reader.setAutoCommit(false);
    reader.createStatement().execute("select /* the long report */ * from t");
    return reader;
  }

  CompletableFuture<RunReport> start(Retries retries, String target) {
    return CompletableFuture.supplyAsync(
        () -> database.lockstep(folder).migrate(with(retries, target)));
  }

  boolean isWaiting() {
    return database
        .jdbc()
        .sql(
            "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')")
        .query(Boolean.class)
        .single();
  }
}
