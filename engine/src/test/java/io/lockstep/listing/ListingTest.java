package io.lockstep.listing;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  private List<Listing.AppListing> list() {
    return database.lockstep(folder).list().apps();
  }

  private static List<String> states(Listing.AppListing app) {
    return app.migrations().stream()
        .map(m -> m.version().orElse("R") + " " + m.state() + " " + m.undo())
        .toList();
  }

  @Test
  void every_state_is_told_apart() {
    MigrationFolder files =
        new MigrationFolder(folder)
            .threeTables()
            .file("main/V0004__d.sql", "select 1;")
            .file("main/V0005__e.sql", "select 1;")
            .file("main/U0005__e.sql", "select 1;")
            .file("main/V0006__f.sql", "select 1;");
    database.lockstep(folder).migrate(targets("main 5", "main 4"));
    files
        .without("main/V0002__b.sql")
        .without("main/U0002__b.sql")
        .file("main/V0003__c.sql", "create table c (id text);");
    assertThat(states(list().get(0)))
        .containsExactly(
            "0001 applied stored",
            "0002 unknown stored",
            "0003 changed stored",
            "0004 applied none",
            "0005 undone file",
            "0006 pending none");
    assertThat(list().get(0).current()).isEqualTo("0004");
    assertThat(list().get(0).latest()).isEqualTo("0006");
  }

  @Test
  void a_list_of_many_files_tells_the_same_states_apart() {
    MigrationFolder files = new MigrationFolder(folder);
    for (int version = 1; version <= 300; version++) {
      files.file("main/V%04d__a.sql".formatted(version), "select 1;");
    }
    database.lockstep(folder).migrate(targets("main 298"));
    files
        .without("main/V0009__a.sql")
        .file("main/V0007__a.sql", "select 2;")
        .file("main/V0299__a.sql", "-- lockstep: contract\nselect 1;");
    assertThat(states(list().get(0)))
        .hasSize(300)
        .startsWith("0001 applied none")
        .contains("0007 changed none", "0008 applied none", "0009 unknown none")
        .endsWith("0298 applied none", "0299 waiting none", "0300 pending none");
  }

  @Test
  void who_when_and_how_long_is_said_of_what_was_done() {
    new MigrationFolder(folder).threeTables();
    database.lockstep(folder).migrate(targets("main 1"));
    MigrationListing first = list().get(0).migrations().get(0);
    assertThat(first.installedBy()).contains("postgres");
    assertThat(first.installedOn().orElseThrow())
        .isBetween(
            Instant.now().minus(Duration.ofMinutes(1)), Instant.now().plus(Duration.ofMinutes(1)));
    assertThat(first.executionMillis().orElseThrow()).isNotNegative();
    assertThat(list().get(0).migrations().get(1).installedOn()).isEmpty();
  }

  @Test
  void an_app_that_only_the_database_knows_is_listed_and_can_be_taken_back() {
    MigrationFolder files =
        new MigrationFolder(folder)
            .threeTables()
            .file("polls/V1__p.sql", "create table p ();")
            .file("polls/U1__p.sql", "drop table p;");
    database.lockstep(folder).migrate(targets("polls latest"));
    files.without("polls/V1__p.sql").without("polls/U1__p.sql").without("polls");
    assertThat(list()).map(Listing.AppListing::name).containsExactly("main", "polls");
    assertThat(states(list().get(1))).containsExactly("1 unknown stored");
    database.lockstep(folder).migrate(targets("polls zero"));
    assertThat(states(list().get(1))).containsExactly("1 undone none");
    assertThat(list().get(1).current()).isEqualTo("zero");
  }
}
