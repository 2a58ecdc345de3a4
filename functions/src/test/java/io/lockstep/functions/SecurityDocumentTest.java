package io.lockstep.functions;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.LockstepException;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.run.Lockstep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The grants in SECURITY.md are the ones that are needed: they suffice, and none is too much. */
class SecurityDocumentTest {
  private static final String MIGRATOR = "lockstep_migrator";
  private static final String READER = "lockstep_reader";

  @TempDir Path db;
  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void files() {
    new MigrationFolder(db).threeTables();
  }

  @AfterEach
  void dropRoles() {
    for (String role : new String[] {READER, MIGRATOR}) {
      if (database
          .jdbc()
          .sql("select exists (select from pg_roles where rolname = :role)")
          .param("role", role)
          .query(Boolean.class)
          .single()) {
        drop(role);
      }
    }
  }

  private void drop(String role) {
    database.jdbc().sql("drop owned by " + role).update();
    database.jdbc().sql("drop role " + role).update();
  }

  @Test
  void a_role_with_the_migrator_s_grants_alone_migrates_forth_and_back() {
    run(statements("migrator"));
    lockstep().migrate(targets("main latest"));
    lockstep().migrate(targets("main zero"));
    assertThat(lockstep().verify(List.of("main zero")).findings()).isEmpty();
  }

  @Test
  void a_role_with_the_reader_s_grants_alone_serves_everything() {
    run(statements("migrator"));
    lockstep().migrate(targets("main 0002"));
    run(statements("reader"));
    assertThat(statuses("/", "/migrations", "/runs", "/plan?target=main+zero", "/readyz"))
        .containsOnly(200);
  }

  @Test
  void nothing_is_migrated_without_any_one_of_the_migrator_s_grants() {
    List<String> all = statements("migrator");
    List<String> needed = needed(all);
    assertThat(needed).hasSize(3);
    for (String left : needed) {
      run(all.stream().filter(statement -> !statement.equals(left)).toList());
      assertThatThrownBy(() -> lockstep().migrate(targets("main latest")))
          .as(left)
          .isInstanceOf(LockstepException.class);
      dropRoles();
    }
  }

  @Test
  void something_is_not_served_without_any_one_of_the_reader_s_grants() {
    run(statements("migrator"));
    lockstep().migrate(targets("main 0002"));
    List<String> all = statements("reader");
    List<String> needed = needed(all);
    assertThat(needed).hasSize(5);
    for (String left : needed) {
      run(all.stream().filter(statement -> !statement.equals(left)).toList());
      assertThat(statuses("/migrations")).as(left).containsExactly(503);
      drop(READER);
    }
  }

  private static List<String> needed(List<String> statements) {
    return statements.stream()
        .filter(statement -> statement.startsWith("GRANT") || statement.startsWith("CREATE SCHEMA"))
        .toList();
  }

  /** The public schema of PostgreSQL 15 and later, which lets everybody use it. */
  private void run(List<String> statements) {
    database.jdbc().sql("revoke all on schema public from public").update();
    statements.forEach(statement -> database.jdbc().sql(statement).update());
  }

  private Settings as(String role) {
    Settings admin = database.settings();
    return new Settings(
        admin.host(), admin.port(), admin.database(), role, "x", admin.tls(), admin.schema());
  }

  private Lockstep lockstep() {
    ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
    return new Lockstep(
        new Connector(as(MIGRATOR), clock, Duration.ZERO), CatalogReader.read(db), clock);
  }

  private List<Integer> statuses(String... paths) {
    try (ServedFunctions served = ServedFunctions.on(as(READER), db)) {
      return Arrays.stream(paths).map(path -> served.get(path).statusCode()).toList();
    }
  }

  /** Of the block {@code sql NAME}, for this test's database. */
  private List<String> statements(String name) {
    String begin = "```sql " + name + "\n";
    try {
      String text = Files.readString(Path.of("..", "SECURITY.md"));
      assertThat(text).contains(begin);
      String block = text.substring(text.indexOf(begin) + begin.length());
      return Arrays.stream(block.substring(0, block.indexOf("```")).split("\n"))
          .map(line -> line.replaceAll("--.*", "").strip())
          .map(
              line ->
                  line.replaceAll(";$", "").replace("DATABASE shop", "DATABASE " + database.name()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
