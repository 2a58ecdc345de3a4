package io.lockstep.run;

import static io.lockstep.Asking.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.plan.contract.ContractPhase;
import org.junit.jupiter.api.Test;

/** A step that ended half way, and waits until pods are gone, while repeatables run. */
class WaitingUnfinishedStepTest extends CutOffIndex {
  private void repeatable(String sql) {
    files().file("main/R__m.sql", sql);
  }

  @Test
  void an_undo_that_waits_is_not_forgotten_when_a_repeatable_runs_without_a_transaction() {
    repeatable("vacuum t;");
    migrate("main 3");
    String second = text("main/V0002__i.sql");
    files().without("main/V0003__u.sql").without("main/U0003__u.sql");
    files().without("main/V0002__i.sql").without("main/U0002__i.sql");
    dieOnTheWayTo("main 1");
    assertThat(marks()).containsExactly("undo 0002");
    migrate(in(ContractPhase.BEFORE_ROLLOUT_FOLLOWED), "main 1");
    assertThat(marks()).containsExactly("undo 0002");
    files().file("main/V0002__i.sql", second);
    assertThat(refusal("main 2")).contains("undo U0002__i.sql");
  }

  @Test
  void an_apply_of_stock_flyways_that_waits_is_not_forgotten_when_a_repeatable_runs() {
    files()
        .without("main/V0002__i.sql")
        .without("main/U0002__i.sql")
        .without("main/V0003__u.sql")
        .without("main/U0003__u.sql");
    migrate("main latest");
    files()
        .file(
            "main/V0002__i.sql",
            "-- lockstep: contract\n-- lockstep: no-transaction\ncreate index concurrently t_v_idx on t (v);");
    database
        .jdbc()
        .sql(
            "insert into main_schema_history values (2, '2', 'i', 'SQL', 'V0002__i.sql', 1, 'flyway', now(), 1, false)")
        .update();
    repeatable("create view w as select 1 as one;");
    migrate("main latest");
    assertThat(database.fingerprint()).contains("relation w");
    files().without("main/V0002__i.sql");
    assertThat(refusal("main 1")).contains("apply V0002__i.sql");
  }

  private String text(String file) {
    try {
      return java.nio.file.Files.readString(folder.resolve(file));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
