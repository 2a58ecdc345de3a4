package io.lockstep.plan;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two apps, and a database in which neither has a history yet. */
abstract class ShopAndStock {
  final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;
  MigrationFolder files;

  @BeforeEach
  void apps() {
    files =
        new MigrationFolder(folder)
            .file(
                "shop/1_orders.up.sql",
                "drop table if exists orders;\ncreate table orders (id int);")
            .file("shop/1_orders.down.sql", "drop table orders;")
            .file("shop/2_paid.up.sql", "alter table orders add column paid bool;")
            .file("shop/2_paid.down.sql", "alter table orders drop column paid;")
            .file("stock/1_items.up.sql", "create table items (id int);")
            .file("stock/1_items.down.sql", "drop table items;");
  }

  void sql(String... statements) {
    for (String statement : statements) {
      database.jdbc().sql(statement).update();
    }
  }

  void run(String target) {
    database.lockstep(folder).migrate(targets(target));
  }

  /** The refusal of a run, which the plan says as well, and that nothing was run. */
  String refusal(String target) {
    String before = database.fingerprint();
    String text = problem(ExitCode.REFUSED, () -> run(target)).text();
    assertThat(
            problem(
                    ExitCode.REFUSED,
                    () -> database.lockstep(folder).plan(List.of(target), PlanOptions.STRICT))
                .text())
        .isEqualTo(text);
    assertThat(database.fingerprint()).isEqualTo(before);
    return text;
  }
}
