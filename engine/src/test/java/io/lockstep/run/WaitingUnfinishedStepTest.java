package io.lockstep.run;

import static io.lockstep.Asking.in;
import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
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

  @Test
  void the_index_that_a_waiting_step_has_left_is_not_forgotten_when_a_repeatable_runs() {
    String unnamed =
        "-- lockstep: contract\n-- lockstep: no-transaction\ncreate unique index concurrently on t (v);";
    files()
        .without("main/V0003__u.sql")
        .without("main/U0003__u.sql")
        .without("main/V0002__i.sql")
        .without("main/U0002__i.sql");
    migrate("main latest");
    files().file("main/V0002__i.sql", unnamed);
    problem(ExitCode.MIGRATION_FAILED, () -> migrate(in(ContractPhase.AFTER_ROLLOUT), "main 2"));
    assertThat(marks()).containsExactly("apply 0002");
    repeatable("vacuum t;");
    migrate(in(ContractPhase.BEFORE_ROLLOUT), "main latest");
    database.jdbc().sql("delete from t where ctid = '(0,1)'").update();
    assertThat(
            problem(ExitCode.REFUSED, () -> migrate(in(ContractPhase.AFTER_ROLLOUT), "main latest"))
                .text())
        .contains("index t_v_idx is there, but INVALID");
  }

  private String text(String file) {
    try {
      return java.nio.file.Files.readString(folder.resolve(file));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
