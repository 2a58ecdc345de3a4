package io.lockstep.verify;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large schema is recorded in parts, and found to be what it is all the same. */
class LargeSchemaTest {
  private static final String MANY =
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
  void a_small_one_is_kept_as_a_whole() {
    folder.file("main/V1__many.sql", "create table a (id int);");
    TestDatabase other = TestDatabase.create();
    other.lockstep(db).migrate(targets("main 1"));
    assertThat(
            other.jdbc().sql("select basis from lockstep.fingerprint").query(String.class).single())
        .doesNotContain("in parts");
  }
}
