package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Three migrations that note that they ran; the second waits, so that it can lose its server. */
final class SlowSteps {
  /** A session that carries out the second. */
  static final String WAITS = "query like 'do %pg_stat_file%' and state = 'active'";

  private SlowSteps() {}

  static void write(Path db) {
    new MigrationFolder(db)
        .file(
            "main/V1__log.sql",
            "create table step_log (step int);\ninsert into step_log values (1);\n")
        .file(
            "main/V2__slow.sql",
            """
            insert into step_log values (2);
            do $$ begin
              while (pg_stat_file('%s', true)).size is null loop perform pg_sleep(0.02); end loop;
            end $$;
            """
                .formatted(go(db)))
        .file("main/V3__last.sql", "insert into step_log values (3);\n");
  }

  /** Lets the second go on, on whatever server it is by then. */
  static void goOn(Path db) {
    try {
      Files.createFile(go(db));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path go(Path db) {
    return db.resolve("go");
  }

  /** Those that ran and were not rolled back. */
  static List<Integer> done(JdbcClient jdbc) {
    return jdbc.sql("select step from step_log order by 1").query(Integer.class).list();
  }

  static void assertAppliedOnce(JdbcClient jdbc) {
    assertThat(done(jdbc)).containsExactly(1, 2, 3);
    assertThat(
            jdbc.sql(
                    "select version from main_schema_history where success order by installed_rank")
                .query(String.class)
                .list())
        .containsExactly("1", "2", "3");
    assertThat(
            jdbc.sql("select count(*) from lockstep.run where result = 'running'")
                .query(Integer.class)
                .single())
        .isZero();
  }
}
