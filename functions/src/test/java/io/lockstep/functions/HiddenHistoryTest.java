package io.lockstep.functions;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A history whose rows row-level security hides from the role that the function reads with. */
class HiddenHistoryTest {
  private final TestDatabase database = TestDatabase.create();

  private ServedFunctions hidden(Path db) {
    new MigrationFolder(db).threeTables();
    database.lockstep(db).migrate(targets("main latest"));
    String role = "hidden_" + database.name();
    for (String sql :
        new String[] {
          "create role " + role + " login",
          "grant usage on schema lockstep to " + role,
          "grant select on all tables in schema public, lockstep to " + role,
          "alter table main_schema_history enable row level security"
        }) {
      database.jdbc().sql(sql).update();
    }
    return ServedFunctions.on(database.settings(role), db);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/migrations", "/plan?target=main+1"})
  void a_history_that_is_hidden_is_no_empty_one_and_no_fault_of_who_asks(
      String path, @TempDir Path db) {
    try (ServedFunctions served = hidden(db)) {
      assertThat(served.get(path).statusCode()).isEqualTo(503);
      assertThat(served.get(path).body()).doesNotContain("hidden_", "pending");
    }
  }

  @Test
  void a_function_that_sees_no_history_is_not_ready(@TempDir Path db) {
    try (ServedFunctions served = hidden(db)) {
      assertThat(served.get("/readyz").statusCode()).isEqualTo(503);
    }
  }
}
