package io.lockstep.verify;

import static io.lockstep.Asking.fromZero;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ProcessClock;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.run.Lockstep;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scripts that work in other schemas than the one that they run in. */
class OtherSchemasTest extends Verifying {
  private void inSchemaS() {
    files
        .file("main/V0004__s.sql", "create schema s;\ncreate table s.t (a int);")
        .file("main/U0004__s.sql", "drop schema s cascade;")
        .file("main/V0005__s.sql", "alter table s.t add column b int;")
        .file("main/U0005__s.sql", "alter table s.t drop column b;");
    migrate("main latest");
  }

  @Test
  void what_changes_in_another_schema_is_drift() {
    inSchemaS();
    assertThat(verify("main latest").summary()).startsWith("as recorded");
    sql("alter table s.t alter b type text");
    sql("create index on s.t (a)");
    sql("create function s.f(x s.t) returns int language sql as 'select 1'");
    sql("comment on table s.t is 'x'");
    sql("grant usage on schema s to public");
    assertThat(verify().drift())
        .containsExactlyInAnyOrder(
            "+ comment on table s.t",
            "+ function s.f(x s.t)",
            "+ grant on schema s to public",
            "+ index s.t_a_idx",
            "~ column s.t.b: integer → text");
  }

  @Test
  void a_schema_that_is_dropped_or_made_is_drift() {
    inSchemaS();
    sql("drop schema s cascade");
    sql("create schema \"New one\"");
    assertThat(verify().drift())
        .containsExactlyInAnyOrder(
            "- column s.t.a",
            "- column s.t.b",
            "- schema s",
            "+ schema \"New one\"",
            "- table s.t");
  }

  @Test
  void an_invalid_index_and_a_constraint_that_is_not_valid_are_found_there() {
    files.file(
        "main/V0004__s.sql",
        """
        create schema s;
        create table s.t (a int);
        create index i on s.t (a);
        alter table s.t add constraint c check (a > 0) not valid;
        """);
    migrate("main latest");
    sql("update pg_index set indisvalid = false where indexrelid = 's.i'::regclass");
    sql("alter table s.t add constraint d check (a > 0) not valid");
    assertThat(verify().findings())
        .contains("constraint s.t.d is NOT VALID", "index s.i is INVALID");
    assertThat(verify().notes()).contains("constraint s.t.c is NOT VALID");
  }

  @Test
  void the_run_that_is_about_to_take_it_as_it_is_says_what_has_changed_there() {
    inSchemaS();
    sql("drop table s.t");
    files.file("main/V0006__x.sql", "create table x ();");
    assertThat(migrate("main latest").drift()).contains("- table s.t");
  }

  @Test
  void what_an_extension_has_made_is_not_looked_at() {
    migrate("main latest");
    sql("create schema of_extension");
    sql("create extension hstore");
    sql("alter extension hstore add schema of_extension");
    sql("create table of_extension.cache ()");
    assertThat(verify().drift()).containsExactly("+ extension hstore");
  }

  @Test
  void another_releases_schema_is_its_own_from_its_first_run_on() {
    sql("create schema other");
    sql("create table other.before ()");
    migrate("main latest");
    sql("create table other.meanwhile ()");
    assertThat(verify().drift()).containsExactly("+ table other.meanwhile");

    in("other").migrate(with(fromZero("main"), "main 2"));
    assertThat(verify().result()).hasToString("as recorded");
    assertThat(verify().notes())
        .containsExactly("not compared, since other releases migrate there: other");
    assertThat(in("other").verify(List.of("main 2")).result()).hasToString("as recorded");

    in("other").migrate(targets("main zero"));
    assertThat(verify().result()).hasToString("as recorded");
    sql("create table here ()");
    assertThat(in("other").verify(List.of()).result()).hasToString("as recorded");
    assertThat(verify().drift()).containsExactly("+ table here");
  }

  @Test
  void what_an_older_lockstep_has_recorded_is_not_compared_until_the_next_run() {
    inSchemaS();
    sql(
        """
        update lockstep.fingerprint
           set basis = 'format 1, PostgreSQL ' || current_setting('server_version_num')::int / 10000,
               objects = '{"table a": "", "column a.id": "integer"}'
        """);
    assertThat(verify().result()).hasToString("not recorded");
    assertThat(verify().notes()).singleElement().asString().contains("another version");
    assertThat(migrate("main latest").drift()).isEmpty();
    assertThat(verify().result()).hasToString("as recorded");
    sql("drop table s.t");
    assertThat(verify().drift()).contains("- table s.t");
  }

  private Lockstep in(String schema) {
    Settings settings = database.settings().withSchema(schema);
    ProcessClock clock = new ProcessClock();
    return new Lockstep(
        new Connector(settings, clock, Duration.ofSeconds(10)), CatalogReader.read(folder), clock);
  }
}
