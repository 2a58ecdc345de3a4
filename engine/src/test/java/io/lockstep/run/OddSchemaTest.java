package io.lockstep.run;

import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Reader;
import io.lockstep.database.Settings;
import io.lockstep.plan.PlanOptions;
import io.lockstep.sql.Identifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas whose names SQL has to quote, the whole way. */
class OddSchemaTest {
  @TempDir Path folder;

  private Lockstep as(Settings settings) {
    ProcessClock clock = new ProcessClock();
    return new Lockstep(
        new Connector(settings, clock, Duration.ofSeconds(10)), CatalogReader.read(folder), clock);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "My \"odd\" Schema",
        "user",
        "a,b",
        "it's",
        "50%",
        "back\\slash",
        "what?",
        "$dollar",
        ":name",
        " spaces ",
        "größe"
      })
  void everything_works_in_it(String schema) {
    new MigrationFolder(folder)
        .threeTables()
        .file(
            "main/V0004__i.sql",
            "-- lockstep: no-transaction\ncreate index concurrently i on a (id);\n")
        .file("main/U0004__i.sql", "-- lockstep: no-transaction\ndrop index concurrently i;\n")
        .file("main/R__v.sql", "create or replace view v as select * from a;\n")
        .file("main/U0001__a.sql", "drop table a cascade;\n");
    TestDatabase database = TestDatabase.create(schema);
    Lockstep lockstep = as(database.settings());
    String reader = database.name() + " \"r\" 'x' %";
    lockstep.migrate(with(new Reader(reader, "pass"), "main latest"));
    assertThat(tables(database, schema)).containsExactly("a", "b", "c", "main_schema_history");
    assertThat(lockstep.verify(List.of("main latest")).findings()).isEmpty();
    lockstep.migrate(targets("main 1"));
    assertThat(tables(database, schema)).containsExactly("a", "main_schema_history");
    assertThat(lockstep.status(List.of("main 1")).reached()).isTrue();
    assertThat(lockstep.verify(List.of("main 1")).result()).hasToString("as recorded");
    database
        .jdbc()
        .sql("create table " + Identifier.quote(schema) + ".\"By Hand\" (id int)")
        .update();
    assertThat(lockstep.verify(List.of("main 1")).drift())
        .contains("+ table \"By Hand\"")
        .doesNotContain("- table a");

    Settings s = database.settings();
    Lockstep looking =
        as(new Settings(s.host(), s.port(), s.database(), reader, "pass", s.tls(), s.schema()));
    assertThat(looking.list().apps().get(0).current()).isEqualTo("0001");
    assertThat(looking.plan(List.of("main zero"), PlanOptions.STRICT).get(0).steps()).hasSize(1);
    lockstep.migrate(targets("main zero"));
    assertThat(tables(database, "public")).isEmpty();
  }

  private static List<String> tables(TestDatabase database, String schema) {
    return database
        .jdbc()
        .sql("select tablename from pg_tables where schemaname = :schema order by 1")
        .param("schema", schema)
        .query(String.class)
        .list();
  }
}
