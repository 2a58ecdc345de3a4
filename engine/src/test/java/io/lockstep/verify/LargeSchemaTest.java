package io.lockstep.verify;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.database.Session;
import io.lockstep.fingerprint.recorded.ComparedSchema;
import io.lockstep.fingerprint.recorded.FingerprintStore;
import io.lockstep.fingerprint.scope.ObjectPatterns;
import io.lockstep.fingerprint.scope.SchemaScope;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A large schema is recorded in parts, and found to be what it is all the same. */
class LargeSchemaTest {
  static final String MANY =
      """
      do $$
      begin
        for i in 1..800 loop
          execute format('create table t%s (id int primary key, name text not null, note text)', i);
        end loop;
      end $$;
      """;

  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private MigrationFolder folder;

  @BeforeEach
  void many() {
    folder =
        new MigrationFolder(db)
            .file("main/V1__many.sql", MANY)
            .file("main/V2__small.sql", "create table small (id int);")
            .file("main/V3__without.sql", "alter table t7 alter name drop not null;");
    migrate("main 1");
  }

  private void migrate(String target) {
    database.lockstep(db).migrate(targets(target));
  }

  private VerifyReport verify() {
    return database.lockstep(db).verify(List.of());
  }

  private String basis() {
    return database
        .jdbc()
        .sql("select basis from lockstep.fingerprint")
        .query(String.class)
        .single();
  }

  @Test
  void its_record_is_kept_in_parts_and_follows_each_step() {
    assertThat(basis()).contains("in parts");
    assertThat(verify().result()).hasToString("as recorded");
    migrate("main 2");
    migrate("main 3");
    assertThat(basis()).contains("in parts");
    assertThat(verify().result()).hasToString("as recorded");
  }

  @Test
  void what_was_done_by_hand_is_found_and_the_next_run_takes_it_as_it_is() {
    database.jdbc().sql("alter table t9 drop constraint t9_pkey").update();
    database.jdbc().sql("drop table t10").update();
    assertThat(verify().result()).hasToString("differs");
    migrate("main 2");
    assertThat(verify().result()).hasToString("as recorded");
  }

  @Test
  void what_is_as_recorded_stays_in_the_server() throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      JdbcClient jdbc = Session.jdbcOn(connection);
      SchemaScope scope = SchemaScope.read(jdbc, "public", ObjectPatterns.NONE);
      ComparedSchema compared = new FingerprintStore(jdbc, "public").compare(scope);
      assertThat(compared.now().objects()).isEmpty();
      assertThat(compared.recorded().orElseThrow().fingerprint().objects()).isEmpty();
    }
  }

  @Test
  void what_interrupted_work_has_left_is_found_and_known_if_it_was_there_before() {
    folder.file(
        "main/V4__unfinished.sql",
        "alter table t5 add constraint known check (id > 0) not valid; create table odd (note text default 'x INVALID');");
    migrate("main 4");
    assertThat(verify().result()).hasToString("as recorded");
    assertThat(verify().notes()).contains("constraint t5.known is NOT VALID");
    database.jdbc().sql("alter table t6 add constraint new check (id > 0) not valid").update();
    database.jdbc().sql("create index broken on t7 (note)").update();
    database
        .jdbc()
        .sql("update pg_index set indisvalid = false where indexrelid = 'broken'::regclass")
        .update();
    VerifyReport report = verify();
    assertThat(report.findings())
        .containsExactly("constraint t6.new is NOT VALID", "index broken is INVALID");
    assertThat(report.notes()).contains("constraint t5.known is NOT VALID");
    assertThat(report.drift()).containsExactly("+ constraint t6.new", "+ index broken");
  }

  @Test
  void what_is_excluded_is_no_difference() {
    database.jdbc().sql("create table by_hand (id int primary key)").update();
    database.jdbc().sql("comment on table t3 is 'x'").update();
    database.jdbc().sql("drop table t4").update();
    folder.file("main/lockstep.properties", "drift.ignore=table by_*, table t4");
    assertThat(verify().drift()).containsExactly("+ comment on table t3");
  }

  @Test
  void a_small_one_is_kept_as_a_whole() {
    folder.file("main/V1__many.sql", "create table a (id int);");
    TestDatabase other = TestDatabase.create();
    other.lockstep(db).migrate(targets("main 1"));
    assertThat(
            other.jdbc().sql("select basis from lockstep.fingerprint").query(String.class).single())
        .doesNotContain("in parts");
  }
}
