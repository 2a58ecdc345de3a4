package io.lockstep.plan;

import static io.lockstep.Asking.fromZero;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.run.Lockstep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An app whose history table is gone, or has another name, does not begin on top of itself. */
class LostHistoryTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path folder;
  private MigrationFolder files;

  @BeforeEach
  void applied() {
    files =
        new MigrationFolder(folder)
            .file(
                "shop/V1__orders.sql",
                "drop table if exists orders;\ncreate table orders (id int);")
            .file("shop/U1__orders.sql", "drop table orders;");
    run("shop latest");
    sql("insert into orders values (1)");
  }

  private void sql(String statement) {
    database.jdbc().sql(statement).update();
  }

  private void run(String target) {
    database.lockstep(folder).migrate(targets(target));
  }

  private String refusal(String target) {
    String text = problem(ExitCode.REFUSED, () -> run(target)).text();
    assertThat(database.jdbc().sql("table orders").query(Integer.class).single()).isEqualTo(1);
    return text;
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop latest", "shop 1", "shop zero"})
  void an_image_with_another_history_table_is_refused(String target) {
    files.file("shop/lockstep.properties", "history=old_history");
    assertThat(refusal(target))
        .contains("it was at 1, by the undo scripts stored here, and old_history has no row")
        .contains("history=TABLE", "./lockstep adopt shop VERSION", "--from-zero shop ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop table shop_schema_history", "truncate shop_schema_history"})
  void an_app_whose_history_was_lost_is_refused(String lost) {
    sql(lost);
    assertThat(refusal("shop latest")).contains("shop_schema_history has no row");
    database.lockstep(folder).migrate(with(fromZero("shop"), "shop latest"));
    run("shop zero");
    run("shop latest");
  }

  @Test
  void an_app_of_which_nothing_is_left_begins_again() {
    sql("drop table orders, shop_schema_history");
    run("shop latest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter schema public rename to app; create schema public",
        "create schema app; alter table orders set schema app; alter table shop_schema_history set schema app"
      })
  void an_app_that_has_moved_to_another_schema_is_refused_where_it_was(String move) {
    sql(move);
    for (String target : List.of("shop latest", "shop zero")) {
      assertThat(problem(ExitCode.REFUSED, () -> run(target)).text())
          .contains("it was at 1, by the undo scripts stored here")
          .contains("the table shop_schema_history is in the schema app now")
          .contains("POSTGRES_SCHEMA=app", "./lockstep adopt shop VERSION", "--from-zero shop ");
    }
    database.lockstep(folder).migrate(with(fromZero("shop"), "shop latest"));
  }

  @Test
  void an_app_begins_again_beside_the_history_of_another_release() {
    ProcessClock clock = new ProcessClock();
    Connector inApp =
        new Connector(database.settings().withSchema("app"), clock, Duration.ofSeconds(10));
    new Lockstep(inApp, CatalogReader.read(folder), clock)
        .migrate(with(fromZero("shop"), "shop latest"));
    sql("drop table shop_schema_history");
    run("shop latest");
  }
}
