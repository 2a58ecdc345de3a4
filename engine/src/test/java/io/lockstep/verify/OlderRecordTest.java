package io.lockstep.verify;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an older Lockstep has recorded lacks what it did not read, and nobody has changed that. */
class OlderRecordTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;

  @Test
  void a_small_schema_s_record_is_not_compared_and_the_next_run_records_it_again() {
    of("create table a (id int); alter table a alter id set statistics 7;");
    sql(
        "update lockstep.fingerprint set objects = replace(objects::text, 'statistics 7', '')::jsonb");
    recordedBefore();
    assertThatNothingIsSaidAndTheNextRunRecordsIt("main 1");
  }

  @Test
  void a_large_schema_s_record_is_not_compared_and_the_next_run_records_it_again_in_parts() {
    of(LargeSchemaTest.MANY + "alter table t7 alter id set statistics 7;");
    assertThat(basis()).contains("in parts");
    sql(
        "update lockstep.fingerprint_part set definitions = array_replace(definitions, E'integer\\nnot null\\nstatistics 7', E'integer\\nnot null')");
    recordedBefore();
    assertThatNothingIsSaidAndTheNextRunRecordsIt("main 1");
    assertThat(basis()).contains("in parts");
    sql("alter table t9 alter name set statistics 9");
    assertThat(verify().drift()).containsExactly("~ column t9.name: + statistics 9");
  }

  @Test
  void a_run_with_a_step_finds_no_drift_in_it_either() {
    of(LargeSchemaTest.MANY + "alter table t7 alter id set statistics 7;");
    sql("delete from lockstep.fingerprint_part where wholes[1] = 'table t7'");
    recordedBefore();
    assertThatNothingIsSaidAndTheNextRunRecordsIt("main 2");
  }

  private void of(String script) {
    new MigrationFolder(db)
        .file("main/V1__a.sql", script)
        .file("main/U1__a.sql", "drop schema public cascade; create schema public;")
        .file("main/V2__b.sql", "create table b (id int);")
        .file("main/U2__b.sql", "drop table b;");
    database.lockstep(db).migrate(targets("main 1"));
  }

  private void recordedBefore() {
    sql("update lockstep.fingerprint set basis = regexp_replace(basis, 'format \\d+', 'format 2')");
  }

  private void assertThatNothingIsSaidAndTheNextRunRecordsIt(String target) {
    assertThat(verify().result()).hasToString("not recorded");
    assertThat(verify().drift()).isEmpty();
    assertThat(verify().notes()).singleElement().asString().contains("another version");
    assertThat(database.lockstep(db).migrate(targets(target)).drift()).isEmpty();
    assertThat(verify().result()).hasToString("as recorded");
    assertThat(verify().notes()).isEmpty();
  }

  private String basis() {
    return database
        .jdbc()
        .sql("select basis from lockstep.fingerprint")
        .query(String.class)
        .single();
  }

  private VerifyReport verify() {
    return database.lockstep(db).verify(List.of());
  }

  private void sql(String text) {
    database.jdbc().sql(text).update();
  }
}
