package io.lockstep.plan;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import org.junit.jupiter.api.Test;

/** Migrations that require a version of another app. */
class RequirementTest extends Planning {
  @Test
  void a_migration_waits_for_the_other_apps_version_that_it_requires() {
    files()
        .threeTables()
        .file(
            "shop/V0001__order.sql",
            "-- lockstep: requires main 0002\ncreate table orders (id int);")
        .file("shop/U0001__order.sql", "drop table orders;");
    assertThat(refusal(ExitCode.REFUSED, "shop latest"))
        .contains("V0001__order.sql requires main 0002, but main is at zero", "before");
    assertThat(refusal(ExitCode.REFUSED, "shop latest", "main 2")).contains("requires main 0002");
    database.lockstep(folder).migrate(targets("main 2", "shop latest"));
    assertThat(database.fingerprint()).contains("relation orders");
  }

  @Test
  void a_repeatable_waits_for_the_other_apps_version_that_it_requires() {
    files()
        .threeTables()
        .file("shop/V0001__s.sql", "create table s (id int);")
        .file(
            "shop/R__v.sql",
            "-- lockstep: requires main 0002\ncreate or replace view v as select id from b;");
    assertThat(refusal(ExitCode.REFUSED, "main 1", "shop latest"))
        .contains("R__v.sql requires main 0002, but main is at 0001", "before");
    database.lockstep(folder).migrate(targets("main 2", "shop latest"));
    assertThat(database.fingerprint()).contains("relation v");
  }

  @Test
  void a_migration_that_another_app_requires_is_not_taken_back_under_it() {
    a_migration_waits_for_the_other_apps_version_that_it_requires();
    assertThat(refusal(ExitCode.REFUSED, "main 1"))
        .contains("shop 0001 is applied and requires main 0002");
    files().without("shop/V0001__order.sql").without("shop/U0001__order.sql");
    assertThat(refusal(ExitCode.REFUSED, "main 1"))
        .as("known from the database")
        .contains("requires main 0002");
    database.lockstep(folder).migrate(targets("shop zero", "main 1"));
    assertThat(database.fingerprint())
        .doesNotContain("relation orders")
        .doesNotContain("relation b");
  }

  @Test
  void a_migration_that_an_earlier_target_will_require_is_not_taken_back_either() {
    a_migration_waits_for_the_other_apps_version_that_it_requires();
    database.lockstep(folder).migrate(targets("shop zero"));
    assertThat(refusal(ExitCode.REFUSED, "shop latest", "main 1"))
        .contains("shop 0001 is applied and requires main 0002");
    assertThat(steps(plan("shop latest", "shop zero", "main 1").get(2)))
        .containsExactly("undo U0002__b.sql");
  }
}
