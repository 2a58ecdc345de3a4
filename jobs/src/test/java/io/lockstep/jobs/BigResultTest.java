package io.lockstep.jobs;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script's queries return is more than the process has memory for. */
class BigResultTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select g, repeat('x', 200) from generate_series(1, 600000) g;",
        "copy (select g, repeat('x', 200) from generate_series(1, 600000) g) to stdout;",
        "do $$ begin for i in 1..200000 loop raise notice '%', repeat('x', 200); end loop; end $$;",
        "-- lockstep: no-transaction\nselect g, repeat('x', 200) from generate_series(1, 600000) g;",
      })
  void a_big_result_is_discarded_as_it_arrives(String script) {
    new MigrationFolder(db).file("main/V1__big.sql", script);
    LockstepProcess.Launch.on(database, db)
        .jvm("-Xmx48m")
        .run("migrate", "main latest")
        .exitsWith(ExitCode.DONE.code());
  }
}
