package io.lockstep.plan;

import static io.lockstep.plan.contract.ContractPhase.AFTER_ROLLOUT;
import static io.lockstep.plan.contract.ContractPhase.BEFORE_ROLLOUT_FOLLOWED;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.listing.MigrationListing;
import io.lockstep.status.Status;
import io.lockstep.waiting.ContractWaitWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of an app whose contract steps wait. */
class ContractStatusTest extends ContractPlanning {
  private Status status(String target) {
    return database.lockstep(folder).status(List.of(target));
  }

  private List<String> states() {
    return database.lockstep(folder).list().apps().get(0).migrations().stream()
        .map(MigrationListing::state)
        .map(Object::toString)
        .toList();
  }

  @Test
  void a_target_is_reached_before_its_contract_step_and_the_status_says_what_waits() {
    contractAfterFirst();
    assertThat(status("main latest").lines())
        .containsExactly("main is at 0001, and not at latest yet");
    migrate("main latest");
    assertThat(status("main latest").reached()).isTrue();
    assertThat(status("main latest").lines())
        .containsExactly(
            "main is at 0002: main latest reached, waiting for the old pods before 0003");
    assertThat(status("main 2").lines()).containsExactly("main is at 0002: main 2 reached");
    migrate(AFTER_ROLLOUT, "main latest");
    assertThat(status("main latest").lines())
        .containsExactly("main is at 0003: main latest reached");
  }

  @Test
  void a_version_after_a_contract_step_is_missing() {
    contractAfterFirst().file("main/V0004__more.sql", "create table more (id int);");
    assertThat(status("main latest").reached()).isFalse();
  }

  @Test
  void a_target_is_reached_half_way_back_once_its_run_has_left_the_app_there() {
    contract();
    migrate("main latest");
    files().without("main/V0003__drop_email.sql").without("main/U0003__drop_email.sql");
    files().without("main/V0002__contact.sql").without("main/U0002__contact.sql");
    assertThat(status("main latest").reached()).isFalse();
    migrate(BEFORE_ROLLOUT_FOLLOWED, "main latest");
    assertThat(status("main latest").lines())
        .containsExactly(
            "main is at 0002: main latest reached, waiting for the new pods before 0002 is taken back");
    assertThat(status("main 1").reached()).isFalse();
    migrate(AFTER_ROLLOUT, "main latest");
    assertThat(status("main latest").lines())
        .containsExactly("main is at 0001: main latest reached");
  }

  @Test
  void a_run_that_leaves_something_records_what_waits() {
    contractAfterFirst();
    migrate("main latest");
    assertThat(database.lockstep(folder).status(List.of("main latest")).running()).isEmpty();
    assertThat(
            database
                .jdbc()
                .sql(
                    "select to_version || ': ' || reason from lockstep.run order by id desc limit 1")
                .query(String.class)
                .single())
        .isEqualTo("0002: V0003__drop_email.sql waits until the old pods are gone");
  }

  @Test
  void a_status_names_the_pods_that_are_waited_for() {
    contractAfterFirst();
    migrate("main latest");
    new ContractWaitWriter(database.jdbc()).waitsFor("shop", List.of("web-5d9c-abc"));
    assertThat(status("main latest").lines())
        .contains("shop is waiting for the old pods: web-5d9c-abc");
    assertThat(status("main latest").reached()).isTrue();
  }

  @Test
  void a_contract_step_is_pending_until_something_is_applied_and_waits_from_then_on() {
    contract();
    assertThat(states()).containsExactly("pending", "pending", "pending");
    first();
    files().without("main/V0003__drop_email.sql").without("main/V0002__contact.sql");
    migrate("main latest");
    contract();
    assertThat(states()).containsExactly("applied", "pending", "waiting");
    migrate(AFTER_ROLLOUT, "main latest");
    migrate("main 2");
    assertThat(states()).containsExactly("applied", "applied", "waiting");
  }

  @Test
  void a_verification_is_not_red_because_a_contract_step_waits_and_says_so() {
    contractAfterFirst();
    migrate("main latest");
    var report = database.lockstep(folder).verify(List.of("main latest"));
    assertThat(report.findings()).isEmpty();
    assertThat(report.notes()).contains("main waits for the old pods: V0003__drop_email.sql");
  }

  @Test
  void a_list_of_a_folder_with_an_unreadable_pending_file_is_given_all_the_same() {
    contractAfterFirst();
    files().file("main/V0003__drop_email.sql", "-- lockstep: unknown\nselect 1;");
    assertThat(states()).containsExactly("applied", "pending", "pending");
  }
}
