package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import java.nio.file.Path;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Three migrations that note that they ran; the second takes long enough to lose its server. */
final class SlowSteps {
  private SlowSteps() {}

  static void write(Path db) {
    new MigrationFolder(db)
        .file(
            "main/V1__log.sql",
            "create table step_log (step int);\ninsert into step_log values (1);\n")
        .file("main/V2__slow.sql", "insert into step_log values (2);\nselect pg_sleep(2);\n")
        .file("main/V3__last.sql", "insert into step_log values (3);\n");
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
