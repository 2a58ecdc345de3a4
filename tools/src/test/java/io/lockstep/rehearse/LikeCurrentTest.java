package io.lockstep.rehearse;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.ProcessClock;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.run.Lockstep;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal that begins where a database is, on a server that has a pg_dump of its version. */
class LikeCurrentTest {
  private final ProcessClock clock = new ProcessClock();

  @Test
  void
      it_begins_with_what_is_applied_and_what_else_is_in_the_schema_and_can_go_back_by_stored_scripts(
          @TempDir Path db, @TempDir Path server) throws Exception {
    MigrationFolder folder = new MigrationFolder(db).threeTables();
    try (SystemServer system = SystemServer.start(server)) {
      Connector connector = new Connector(system.settings(), clock, Patience.LIMIT);
      new Lockstep(connector, CatalogReader.read(db), clock).migrate(targets("main 2"));
      try (Session session = connector.open("test")) {
        session.jdbc().sql("create table by_hand (id int)").update();
        session.jdbc().sql("insert into a values (1)").update();
        session.jdbc().sql("create role somebody").update();
        session.jdbc().sql("grant select on by_hand to somebody").update();
        folder
            .file("main/V0003__c.sql", "alter table by_hand add column c int;\n")
            .file("main/U0003__c.sql", "alter table by_hand drop column c;\n")
            .file("main/V0004__d.sql", "alter table a add column d int not null;\n")
            .file("main/U0004__d.sql", "alter table a drop column d;\ndrop table b;\n")
            .file("main/U0002__b.sql", "drop table nothing;\n");
        assertThat(rehearse(connector, db))
            .containsExactly(
                "V0003__c.sql: lint: takes an ACCESS EXCLUSIVE lock on by_hand",
                "V0004__d.sql: lint: takes an ACCESS EXCLUSIVE lock on a",
                "V0004__d.sql: undo is not the inverse: after it the schema is not as before",
                "- column b.id",
                "- table b");
        assertThat(rehearse(connector, db, "main 1")).containsExactly("U0002__b.sql: ok");
        assertThat(left(session)).isEmpty();
      }
    }
  }

  private List<String> rehearse(Connector connector, Path db, String... targets) {
    RehearsalReport report =
        new Rehearsal(connector, CatalogReader.read(db), clock)
            .run(new RehearseRequest(List.of(targets), true, true, Optional.empty()));
    return Rehearsing.lines(report, db);
  }

  private static List<String> left(Session session) {
    return session
        .jdbc()
        .sql("select datname from pg_database where datname like 'lockstep%'")
        .query(String.class)
        .list();
  }
}
