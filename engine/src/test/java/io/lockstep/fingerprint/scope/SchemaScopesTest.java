package io.lockstep.fingerprint.scope;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.run.Lockstep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs that follow each other know about the schemas of their database. */
class SchemaScopesTest {
  private final TestDatabase database = TestDatabase.create();
  private final SchemaScopes scopes = new SchemaScopes(Set.of());
  private @TempDir Path folder;

  @BeforeEach
  void schemas() {
    sql("create schema other");
    sql("create schema tenant");
    new MigrationFolder(folder).file("main/V1__a.sql", "create table a ()");
    migrate("tenant");
  }

  @Test
  void another_release_s_home_is_not_in_the_scope() {
    assertThat(read("public").schemas()).containsExactly("other", "public");
    assertThat(read("public").others()).containsExactly("tenant");
    assertThat(read("tenant").schemas()).containsExactly("other", "public", "tenant");
  }

  @Test
  void a_schema_that_is_created_renamed_or_dropped_in_between_is_seen() {
    read("public");
    sql("create schema later");
    assertThat(read("public").schemas()).containsExactly("later", "other", "public");
    sql("alter schema later rename to renamed");
    assertThat(read("public").schemas()).containsExactly("other", "public", "renamed");
    sql("drop schema other");
    assertThat(read("public").schemas()).containsExactly("public", "renamed");
  }

  @Test
  void a_schema_that_was_recorded_is_a_home_for_the_next_one() {
    read("other");
    scopes.recorded("other");
    assertThat(read("public").others()).containsExactly("other", "tenant");
  }

  @Test
  void what_others_have_done_in_the_meantime_is_read_after_it_was_forgotten() {
    read("public");
    migrate("other");
    scopes.forget();
    assertThat(read("public").others()).containsExactly("other", "tenant");
  }

  @Test
  void an_older_fingerprint_is_left_without_the_objects_of_what_is_another_s_home_now() {
    Fingerprint older =
        fingerprint(
            Map.of(
                "table a", "table a",
                "table other.a", "table other.a",
                "table tenant.a", "table tenant.a",
                "constraint tenant.a.positive", "table tenant.a",
                "schema tenant", "schema tenant"));
    assertThat(read("public").of(older).objects()).containsOnlyKeys("table a", "table other.a");
    assertThat(read("tenant").of(older)).isEqualTo(older);
  }

  @Test
  void a_part_is_left_out_with_a_whole_that_the_fingerprint_lacks() {
    Fingerprint part = fingerprint(Map.of("grant x", "table tenant.a"));
    assertThat(read("public").of(part).objects()).isEmpty();
  }

  private static Fingerprint fingerprint(Map<String, String> wholes) {
    TreeMap<String, String> objects = new TreeMap<>();
    wholes.keySet().forEach(key -> objects.put(key, ""));
    return new Fingerprint(objects, wholes);
  }

  private void migrate(String schema) {
    ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
    Connector connector =
        new Connector(database.settings().withSchema(schema), clock, Duration.ZERO);
    new Lockstep(connector, CatalogReader.read(folder), clock).migrate(targets("main 1"));
  }

  private SchemaScope read(String home) {
    return scopes.read(database.jdbc(), home, ObjectPatterns.NONE);
  }

  private void sql(String sql) {
    database.jdbc().sql(sql).update();
  }
}
