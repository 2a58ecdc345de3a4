package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history table may have any name that PostgreSQL allows. */
class HistoryNameTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  private void app(String name, String history) {
    new MigrationFolder(folder)
        .file(name + "/V1__t.sql", "create table " + name + " (id int);")
        .file(name + "/U1__t.sql", "drop table " + name + ";")
        .file(name + "/R__v.sql", "create or replace view v_" + name + " as select 1;")
        .file(name + "/lockstep.properties", "history=" + history);
  }

  private String result(String target) {
    return database.lockstep(folder).migrate(targets(target)).result().toString();
  }

  @Test
  void names_up_to_postgresqls_limit_work_side_by_side() {
    List<String> names =
        List.of(
            "a".repeat(57),
            "a".repeat(58),
            "a".repeat(61),
            "a".repeat(62),
            "a".repeat(63),
            "a".repeat(62) + "b",
            "ä".repeat(31),
            "ä".repeat(30) + "€",
            "A".repeat(63),
            "%s \"quoted\" :name ? 'x' $1 " + "q".repeat(36));
    for (int i = 0; i < names.size(); i++) {
      app("app" + i, names.get(i));
    }
    for (int i = 0; i < names.size(); i++) {
      assertThat(result("app" + i + " latest")).as(names.get(i)).isEqualTo("done");
      assertThat(result("app" + i + " latest")).as(names.get(i)).isEqualTo("nothing to do");
    }
    assertThat(database.lockstep(folder).list().apps())
        .hasSize(names.size())
        .allSatisfy(app -> assertThat(app.current()).isEqualTo("1"));
    assertThat(result("app9 zero")).isEqualTo("done");
  }

  @Test
  void a_longer_name_is_refused_with_the_limit() {
    for (String name : List.of("a".repeat(64), "ä".repeat(32))) {
      app("main", name);
      assertThat(problem(ExitCode.USAGE, () -> result("main latest")).text()).contains("63 bytes");
    }
  }
}
