package io.lockstep.waiting;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written down of a wait for old pods. */
class ContractWaitTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();
  private final ContractWaitReader reader = new ContractWaitReader(database.jdbc());
  private final ContractWaitWriter writer = new ContractWaitWriter(database.jdbc());

  private void migrate() {
    MigrationFolder db = new MigrationFolder(folder);
    db.file("main/V0001__t.sql", "create table t (a int)");
    database.lockstep(folder).migrate(targets("main latest"));
  }

  @Test
  void a_wait_is_read_as_it_was_written_last_and_since_when_it_lasts() {
    migrate();
    writer.waitsFor("shop", List.of("web-5d9c-abc", "web-5d9c-def"));
    ContractWait first = reader.all().get(0);
    assertThat(first.line()).isEqualTo("waiting for the old pods: web-5d9c-abc, web-5d9c-def");
    writer.waitsFor("shop", List.of("web-5d9c-def"));
    writer.waitsFor("blog", List.of());
    assertThat(reader.all()).extracting(ContractWait::release).containsExactly("blog", "shop");
    assertThat(reader.all().get(0).line()).isEqualTo("waiting for the old pods");
    ContractWait second = reader.all().get(1);
    assertThat(second.waitingFor()).containsExactly("web-5d9c-def");
    assertThat(second.since()).isEqualTo(first.since());
    assertThat(second.updatedAt()).isAfter(first.updatedAt());
  }

  @Test
  void a_wait_that_is_over_is_gone() {
    migrate();
    writer.waitsFor("shop", List.of("web-5d9c-abc"));
    writer.over("shop");
    writer.over("blog");
    assertThat(reader.all()).isEmpty();
  }

  @Test
  void names_that_nobody_has_looked_up_for_a_minute_say_how_old_they_are() {
    migrate();
    writer.waitsFor("shop", List.of("web-5d9c-abc"));
    database
        .jdbc()
        .sql("update lockstep.contract_wait set updated_at = now() - interval '90 s'")
        .update();
    assertThat(reader.all().get(0).line())
        .startsWith("waiting for the old pods: web-5d9c-abc (as of 9")
        .endsWith(" s ago)");
  }

  @Test
  void a_database_without_the_table_has_no_wait_and_takes_none() {
    writer.waitsFor("shop", List.of("web-5d9c-abc"));
    writer.over("shop");
    assertThat(reader.all()).isEmpty();
  }
}
