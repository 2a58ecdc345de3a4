package io.lockstep.plan;

import static io.lockstep.Asking.acceptChanged;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.listing.MigrationListing;
import io.lockstep.listing.MigrationState;
import io.lockstep.run.Lockstep;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Scripts that have changed since they were applied, and how that is accepted. */
class ChangedScriptTest extends Planning {
  @Test
  void a_changed_script_is_named_and_can_be_accepted() {
    files().threeTables();
    migrate("main 2");
    files().file("main/V0001__a.sql", "create table a (id bigint);");
    assertThat(refusal(ExitCode.REFUSED, "main latest"))
        .contains("V0001__a.sql has changed", "--accept-changed 0001");
    database.lockstep(folder).migrate(with(acceptChanged("1"), "main latest"));
    assertThat(plan("main latest").get(0).isEmpty()).as("the new checksum is recorded").isTrue();
  }

  @Test
  void a_changed_script_does_not_matter_to_an_undo_that_is_stored() {
    files().threeTables();
    migrate("main latest");
    files().file("main/V0003__c.sql", "create table c (id bigint);");
    migrate("main 2");
    assertThat(database.fingerprint()).doesNotContain("relation c");
  }

  @Test
  void a_changed_script_that_was_moved_is_accepted_once() {
    files().threeTables().file("main/R__v.sql", "create or replace view v as select 1;");
    migrate("main 2");
    migrate("main 1");
    migrate("main 2");
    files()
        .without("main/V0002__b.sql")
        .file("main/tables/V2__table_b.sql", "-- the second\ncreate table b (id int);\n");
    assertThat(refusal(ExitCode.REFUSED, "main 2")).contains("V2__table_b.sql has changed");
    assertThat(acceptTwice("2", "main 2"))
        .isEqualTo("--accept-changed 2 accepts nothing: main 2 is as it was when it was applied");
    migrate("main latest");
    assertThat(database.lockstep(folder).list().apps().get(0).migrations())
        .map(MigrationListing::state)
        .containsOnly(MigrationState.APPLIED);
    Flyway.configure()
        .dataSource(database.url(), "postgres", "postgres")
        .locations("filesystem:" + folder.resolve("main"))
        .table("main_schema_history")
        .load()
        .validate();
  }

  private String acceptTwice(String version, String... targets) {
    Lockstep lockstep = database.lockstep(folder);
    for (String target : targets) {
      assertThat(lockstep.migrate(with(acceptChanged(version), target)).result())
          .hasToString("done");
      assertThat(lockstep.migrate(with(acceptChanged(version), target)).result())
          .hasToString("nothing to do");
    }
    List<Plan> again = lockstep.plan(List.of(targets), acceptChanged(version));
    return String.join("\n", again.get(0).notes());
  }

  @Test
  void a_version_that_can_not_be_accepted_is_named() {
    files().threeTables();
    migrate("main 2");
    assertThat(notes(acceptChanged("3"), "main 2")).contains("main 3 is not applied");
    assertThat(notes(acceptChanged("9"), "main zero")).contains("main 9 is not applied");
    files().file("main/V0002__b.sql", "create table b ();");
    assertThat(notes(acceptChanged("2"), "main 1")).contains("main 2 is taken back");
    files().without("main/V0002__b.sql");
    assertThat(notes(acceptChanged("2"), "main 1")).contains("main 2 is not on disk");
  }

  @Test
  void a_version_is_accepted_for_the_app_whose_script_has_changed_and_once_for_two_targets() {
    files().threeTables().file("shop/V0001__s.sql", "create table s ();");
    migrate("main 2");
    migrate("shop latest");
    files().file("main/V0001__a.sql", "create table a (id bigint);");
    List<Plan> plans =
        database
            .lockstep(folder)
            .plan(List.of("shop latest", "main 2", "main latest"), acceptChanged("1"));
    assertThat(plans).map(plan -> plan.accepted().size()).containsExactly(0, 1, 0);
    assertThat(plans).allSatisfy(plan -> assertThat(plan.notes()).isEmpty());
  }

  private String notes(PlanOptions options, String target) {
    return String.join(
        "\n", database.lockstep(folder).plan(List.of(target), options).get(0).notes());
  }
}
