package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.listing.Listing;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A baseline script stands for all versions up to its own, in an empty database. */
class BaselineScriptTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void threeTables() {
    files()
        .threeTables()
        .file("main/B2__snapshot.sql", "create table a (id int);\ncreate table b (id int);");
  }

  private MigrationFolder files() {
    return new MigrationFolder(folder);
  }

  private List<String> steps(String... targets) {
    return database.lockstep(folder).migrate(targets(targets)).steps().stream()
        .map(s -> s.action() + " " + s.script())
        .toList();
  }

  private String refusal(String... targets) {
    return problem(ExitCode.REFUSED, () -> database.lockstep(folder).migrate(targets(targets)))
        .text();
  }

  private Listing.AppListing list() {
    return database.lockstep(folder).list().apps().get(0);
  }

  private List<String> verify() {
    return database.lockstep(folder).verify(List.of("main latest")).findings();
  }

  @Test
  void it_comes_first_in_an_empty_database() {
    assertThat(database.lockstep(folder).status(List.of("main latest")).targets().get(0).reached())
        .isFalse();
    assertThat(steps("main latest"))
        .containsExactly("apply B2__snapshot.sql", "apply V0003__c.sql");
    assertThat(list().current()).isEqualTo("0003");
    assertThat(steps("main latest")).isEmpty();
    assertThat(verify()).isEmpty();
    assertThat(database.lockstep(folder).status(List.of("main latest")).targets().get(0).reached())
        .isTrue();
  }

  @Test
  void the_newest_up_to_the_target_counts() {
    files().file("main/B1__first.sql", "create table a (id int);");
    assertThat(steps("main 1")).containsExactly("apply B1__first.sql");
    assertThat(steps("main latest")).containsExactly("apply V0002__b.sql", "apply V0003__c.sql");
  }

  @Test
  void a_lower_target_is_reached_by_the_versions() {
    assertThat(steps("main 1")).containsExactly("apply V0001__a.sql");
    assertThat(steps("main 2")).containsExactly("apply V0002__b.sql");
    assertThat(verify())
        .containsExactly("target \"main latest\" is not reached: main is at 0002, 1 step(s) away");
  }

  @Test
  void its_own_version_is_a_target_even_if_no_other_file_has_it() {
    files().without("main/V0001__a.sql").without("main/U0001__a.sql");
    files().without("main/V0002__b.sql").without("main/U0002__b.sql");
    assertThat(steps("main 2")).containsExactly("apply B2__snapshot.sql");
    assertThat(steps("main 2")).isEmpty();
  }

  @Test
  void a_database_that_has_a_history_goes_on_without_it() {
    files().without("main/B2__snapshot.sql");
    steps("main 2");
    threeTables();
    assertThat(steps("main latest")).containsExactly("apply V0003__c.sql");
    assertThat(list().migrations())
        .extracting(m -> m.version().orElseThrow(), m -> m.state().toString())
        .containsExactly(
            tuple("0001", "applied"), tuple("0002", "applied"), tuple("0003", "applied"));
    assertThat(steps("main zero")).hasSize(3);
  }

  @Test
  void the_versions_that_it_stands_for_are_known_after_their_files_are_gone() {
    files().without("main/B2__snapshot.sql");
    steps("main latest");
    threeTables();
    files().without("main/V0001__a.sql").without("main/V0002__b.sql");
    assertThat(list().migrations()).allSatisfy(m -> assertThat(m.state()).hasToString("applied"));
    assertThat(database.lockstep(folder).check().findings()).isEmpty();
    assertThat(steps("main latest")).isEmpty();
  }

  @Test
  void a_database_in_the_middle_of_what_it_stands_for_is_refused_if_the_rest_is_gone() {
    steps("main 1");
    files().without("main/V0002__b.sql");
    assertThat(refusal("main latest"))
        .contains(
            "B2__snapshot.sql", "in an empty database only", "at 0001", "put their files back");
    threeTables();
    assertThat(steps("main latest")).containsExactly("apply V0002__b.sql", "apply V0003__c.sql");
  }

  @Test
  void what_it_stands_for_can_not_be_taken_back() {
    steps("main latest");
    assertThat(refusal("main zero")).contains("begins with a baseline at 2", "\"main 2\"");
    assertThat(refusal("main 1")).contains("\"main 2\"");
    assertThat(steps("main 2")).containsExactly("undo U0003__c.sql");
    assertThat(refusal("main latest", "main zero")).contains("baseline at 2");
  }

  @Test
  void the_list_has_it_at_its_version() {
    assertThat(list().migrations())
        .extracting(m -> m.version().orElseThrow(), m -> m.description(), m -> m.state().toString())
        .containsExactly(
            tuple("0001", "a", "pending"),
            tuple("2", "snapshot", "pending"),
            tuple("0003", "c", "pending"));
    steps("main latest");
    assertThat(list().migrations())
        .extracting(m -> m.version().orElseThrow(), m -> m.description(), m -> m.state().toString())
        .containsExactly(
            tuple("0001", "a", "applied"),
            tuple("2", "snapshot", "applied"),
            tuple("0003", "c", "applied"));
    assertThat(list().migrations().get(1).installedOn()).isPresent();
  }

  @Test
  void what_it_requires_is_required() {
    files()
        .file("main/B2__snapshot.sql", "-- lockstep: requires other 1\ncreate table a (id int);")
        .file("other/V1__x.sql", "create table x (id int);");
    assertThat(refusal("main latest")).contains("B2__snapshot.sql requires other 1");
    assertThat(steps("other latest", "main 2")).hasSize(2);
  }

  @Test
  void one_without_a_transaction_that_failed_is_done_again() {
    files()
        .file(
            "main/B2__snapshot.sql",
            "-- lockstep: no-transaction\ncreate table if not exists a (id int);\nselect 1/0;");
    problem(
        ExitCode.MIGRATION_FAILED, () -> database.lockstep(folder).migrate(targets("main latest")));
    files()
        .file(
            "main/B2__snapshot.sql",
            "-- lockstep: no-transaction\ncreate table if not exists a (id int);");
    assertThat(steps("main latest"))
        .containsExactly("apply B2__snapshot.sql", "apply V0003__c.sql");
  }

  @Test
  void two_of_one_version_are_refused_with_both_names() {
    files().file("main/B2.0__other.sql", "");
    assertThat(problem(ExitCode.USAGE, () -> database.lockstep(folder)).text())
        .contains("B2__snapshot.sql", "B2.0__other.sql");
  }
}
