package io.lockstep.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An undo script that leaves something behind in another schema. */
class RehearsedSchemasTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;

  @Test
  void what_is_left_there_is_a_fault_even_where_applying_again_works() {
    new MigrationFolder(db)
        .file("a/V1__t.sql", "create schema s;\ncreate table s.t (a int);")
        .file("a/U1__t.sql", "drop table s.t;\ndrop schema s;")
        .file("a/V2__b.sql", "alter table s.t add column if not exists b int;")
        .file("a/U2__b.sql", "select 1;")
        .file("a/V3__c.sql", "create schema if not exists c;")
        .file("a/U3__c.sql", "select 1;");
    assertThat(Rehearsing.lines(Rehearsing.fromZero(database, db), db))
        .filteredOn(line -> !line.contains("lint"))
        .containsExactly(
            "V1__t.sql: ok",
            "V2__b.sql: undo is not the inverse: after it the schema is not as before",
            "+ column s.t.b",
            "V3__c.sql: undo is not the inverse: after it the schema is not as before",
            "+ schema c");
  }
}
